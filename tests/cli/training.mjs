// train, resume and link.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { at, call, complaint, output, program, read, root, shell, train, work, write } from './program.mjs';

const links = JSON.parse(readFileSync(join(root, 'tests/golden/link_hashes.json'), 'utf8'));

export const tests = {
  'every setting of the table is an option of train': () => {
    const help = output(['train', '--help']);
    const { settings } = JSON.parse(output(['info', '--settings']));
    assert.ok(settings.length > 30);
    for (const { key } of settings) assert.ok(help.includes(`--${key} VALUE`), key);
  },

  'a saved run goes on to the bits of one that was never saved': () => {
    const whole = train('xor', '--optimizer=adam', '--network=4,4', '--epochs=30').at(-1);
    train('xor', '--optimizer=adam', '--network=4,4', '--epochs=13', '--save', at('half.json'));
    const rest = train('--resume', at('half.json'), '--epochs=17').at(-1);
    assert.equal(rest.stateHash, whole.stateHash);
    assert.equal(rest.step, whole.step);
  },

  'a saved run is the one that the page is tested with': () => {
    train('xor', '--network=3', '--epochs=20', '--save', at('xor-run.json'));
    const parsed = (file) => JSON.parse(readFileSync(file, 'utf8'));
    assert.deepEqual(parsed(at('xor-run.json')), parsed(join(root, 'tests/cli/xor-run.json')));
  },

  "a link trains to the bits that are pinned for the page's WebAssembly": () => {
    const { epochs, runs } = links;
    const chosen = runs.filter((_, k) => k % 11 === 0);
    assert.ok(chosen.length >= 5);
    for (const { query, hash } of chosen) {
      const link = `https://example.org/playground/#${query}`;
      assert.equal(train('--link', link, `--epochs=${epochs}`, `--report=${epochs}`).at(-1).stateHash, hash, query);
    }
  },

  'threads change nothing but the time, and their number is checked': () => {
    const settings = ['spiral', '--network=64,64,64', '--batchSize=200', '--epochs=5'];
    const alone = train(...settings).at(-1).stateHash;
    for (const threads of [1, 2, 5]) {
      assert.equal(train(...settings, `--threads=${threads}`).at(-1).stateHash, alone, `${threads} threads`);
    }
    for (const wrong of ['0', '257', '-1', 'two', '1.5']) {
      assert.match(complaint(['train', 'xor', `--threads=${wrong}`]), /--threads/);
    }
  },

  'link prints what train takes': () => {
    train('moons', '--network=5:relu,3', '--l2=0.001', '--epochs=7', '--save', at('moons.json'));
    const link = output(['link', at('moons.json'), '--page', 'https://example.org/']).trim();
    assert.equal(link, 'https://example.org/#dataset=moons&network=5:relu,3&l2=0.001');
    const again = train('--link', link, '--epochs=7').at(-1);
    assert.equal(again.stateHash, train('--resume', at('moons.json'), '--epochs=0').at(-1).stateHash);
    assert.equal(output(['link', '--dataset=xor', '--seed=5']).trim(), '#dataset=xor&seed=5');
    assert.equal(output(['link', '--network', '']).trim(), '#network=', 'no hidden layers');
  },

  'own points are learnt and kept with the run': () => {
    const rows = ['x1,x2,class'];
    for (let k = 0; k < 40; k += 1)
      rows.push(`${(k % 8) - 4},${Math.floor(k / 8) - 2},${k % 8 < 4 ? 'left' : 'right'}`);
    const last = train(write('own.csv', rows.join('\n')), '--epochs=60', '--save', at('own.json')).at(-1);
    assert.ok(last.trainAccuracy > 0.9, `${last.trainAccuracy}`);
    const { epoch, step, stateHash } = train('--resume', at('own.json'), '--epochs=0').at(-1);
    assert.deepEqual({ epoch, step, stateHash }, { epoch: last.epoch, step: last.step, stateHash: last.stateHash });
    assert.match(complaint(['train', '-'], 'x1,x2,class\n1,2\n'), /line 2/i);
  },

  'a divergence is told, and what was asked for is left all the same': () => {
    const args = [
      'train',
      'plane',
      '--activation=linear',
      '--learningRate=10',
      '--epochs=50',
      '--save',
      at('far.json'),
    ];
    const { status, stderr } = call(args);
    assert.equal(status, 3, stderr);
    assert.match(stderr, /diverged/);
    assert.ok(train('--resume', at('far.json'), '--epochs=0').at(-1).trainLoss < Number.POSITIVE_INFINITY);
  },

  'early stopping is no failure': () => {
    const { status, stderr } = call(['train', 'xor', '--patience=2', '--minImprovement=0.9', '--epochs=500']);
    assert.equal(status, 0, stderr);
    assert.match(stderr, /stop/i);
  },

  'Ctrl-C saves, and the run goes on to the bits of one that was never interrupted': async () => {
    // One step an epoch, so that both end at the same step.
    const settings = ['spiral', '--batchSize=250'];
    const args = ['train', ...settings, '--epochs=100000000', '--report=100000000', '--save', at('cut-short.json')];
    const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'] });
    await once(child.stdout, 'data');
    child.stdout.resume();
    await sleep(200);
    child.kill('SIGINT');
    const [code] = await once(child, 'exit');
    assert.equal(code, 130);
    const rest = train('--resume', at('cut-short.json'), '--epochs=3').at(-1);
    assert.ok(rest.epoch > 3 && rest.epoch < 100000000, `${rest.epoch}`);
    const whole = train(...settings, `--epochs=${rest.epoch}`, `--report=${rest.epoch}`).at(-1);
    assert.equal(whole.step, rest.step);
    assert.equal(whole.stateHash, rest.stateHash);
  },

  'without a place to save, Ctrl-C makes one and says where': async () => {
    const child = spawn(program, ['train', 'xor', '--epochs=1000000'], {
      cwd: work,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let told = '';
    child.stderr.on('data', (text) => {
      told += text;
    });
    await once(child.stdout, 'data');
    child.stdout.resume();
    await sleep(100);
    child.kill('SIGTERM');
    const [code] = await once(child, 'close');
    assert.equal(code, 130);
    assert.match(told, /downhill-interrupted\.json/);
    assert.ok(existsSync(at('downhill-interrupted.json')));
  },

  'a terminal sees a bar with loss, speed and time left, and a file plain lines': () => {
    const plain = output(['train', 'xor', '--epochs=20']);
    assert.equal(plain.trim().split('\n').length, 5);
    const { status, stdout } = shell(`script -qec '${program} train spiral --epochs 20000' /dev/null`);
    if (status !== 0) return 'skipped: no script(1)';
    assert.match(stdout, /\[#*\.*\] +\d+ % {2}epoch \d+ of 20000 {2}loss [\d.e-]+ {2}[\d.e+]+ epochs\/s {2}.* left/);
    assert.ok(stdout.split('\n').length < 8, 'no line a report');
  },

  'a curve is written as a table and as a picture': () => {
    train('xor', '--epochs=30', '--curve', at('curve.csv'));
    const rows = read('curve.csv').trim().split('\n');
    assert.equal(rows.length, 5);
    assert.equal(rows[0], 'epoch,step,trainLoss,testLoss,trainAccuracy,testAccuracy');
    output(['plot', at('curve.csv'), '-o', at('curve.svg')]);
    train('xor', '--epochs=30', '--curve', at('same.svg'));
    assert.equal(read('same.svg'), read('curve.svg'));
    assert.match(read('curve.svg'), /<title>Loss over 30 epochs; at the end 0\.\d+ in training/);
  },
};
