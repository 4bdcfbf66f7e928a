// Help, completion and the manual page.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { output, program, shell, write } from './program.mjs';

const commands = () => [...output(['--help']).matchAll(/^ {2}([a-z]+) {2,}\S/gm)].map(([, name]) => name);

export const tests = {
  'every command has help, and the whole has examples and exit codes': () => {
    assert.ok(commands().length >= 14, `${commands()}`);
    for (const command of commands()) assert.match(output([command, '--help']), /Usage: downhill /, command);
    assert.match(output(['--help']), /Examples:[\s\S]*Exit codes: 0 done/);
    assert.match(output(['--version']), /^downhill \d+\.\d+\.\d+\n$/);
  },

  'the examples of the help do what they say': () => {
    const examples = output(['--help'])
      .match(/Examples:\n([\s\S]*?)\n\n/)[1]
      .trim()
      .split('\n');
    const folder = write('examples', '').replace(/examples$/, '');
    const words = Array.from({ length: 30 }, (_, k) => `${k},${k % 7},${k % 5},${k < 15 ? 'a' : 'b'}`).join('\n');
    write('iris.csv', `p,q,r,kind\n${words}\n`);
    write('new.csv', 'p,q,r\n1,2,3\n');
    for (const example of examples) {
      const { status, stderr } = shell(
        `cd '${folder}' && ${example.trim().replace('downhill', `'${program}'`)} >/dev/null`,
      );
      assert.equal(status, 0, `${example}: ${stderr}`);
    }
  },

  'completion for bash knows commands, options and choices': () => {
    const script = write('completion.bash', output(['completion', 'bash']));
    const complete = (...line) => {
      const words = line.map((word) => `'${word}'`).join(' ');
      const code = `source '${script}'; COMP_WORDS=(downhill ${words}); COMP_CWORD=${line.length}; _downhill; echo "\${COMPREPLY[@]}"`;
      const { status, stdout, stderr } = spawnSync('bash', ['-c', code], { encoding: 'utf8' });
      assert.equal(status, 0, stderr);
      return stdout.trim().split(' ');
    };
    assert.deepEqual(complete('la'), ['landscape']);
    assert.deepEqual(complete('train', '--optimizer', 'rms'), ['rmsprop']);
    assert.ok(complete('train', '--learn').includes('--learningRate'));
    for (const name of ['zsh', 'fish']) assert.match(output(['completion', name]), /downhill/);
  },

  'the manual page has every command, and man takes it without a warning': () => {
    const page = output(['man']);
    for (const command of commands()) assert.ok(page.includes(`.SS ${command}\n`), command);
    const { status, stderr, error } = spawnSync('groff', ['-Tutf8', '-k', '-man', '-ww', '-z', '-'], {
      input: page,
      encoding: 'utf8',
    });
    if (error) return 'groff left out: not here';
    assert.equal(`${status} ${stderr}`, '0 ');
  },
};
