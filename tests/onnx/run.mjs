// npm run test:onnx: exported networks in onnxruntime against the program's own answers, within 1e-5, and the hashes of
// what was verified, for tests/cli. Apart from npm test, because the runtime is 150 MB; installs it.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildPreset } from '../../scripts/lib/project.mjs';
import { main, must, root, StepFailed, setup } from '../../scripts/lib/steps.mjs';
import { answers, grid, networks } from '../cli/networks.mjs';

await main(async () => {
  await setup('native');
  await must('npm', ['ci', '--ignore-scripts', '--prefix', join(root, 'tests/onnx')], { quiet: true });
  const { default: onnx } = await import('onnxruntime-web');
  const program = join(await buildPreset('native-release', { targets: ['downhill_cli'] }), 'downhill');
  const folder = mkdtempSync(join(tmpdir(), 'downhill-onnx-'));
  const points = new onnx.Tensor('float32', Float32Array.from(grid.flat()), [grid.length, 2]);
  const verified = {};
  for (const [name, args] of Object.entries(networks)) {
    const { file, outputs } = answers(program, folder, name, args);
    const model = join(folder, `${name}.onnx`);
    execFileSync(program, ['export', file, model]);
    const bytes = readFileSync(model);
    const session = await onnx.InferenceSession.create(new Uint8Array(bytes));
    const { [session.outputNames[0]]: told } = await session.run({ [session.inputNames[0]]: points });
    const expected = outputs.flat();
    if (told.data.length !== expected.length) throw new StepFailed(`${name}: ${told.dims} is the wrong shape.`);
    const worst = Math.max(...expected.map((value, k) => Math.abs(value - told.data[k])));
    console.log(`${name.padEnd(12)} ${worst.toExponential(1)}`);
    if (!(worst <= 1e-5)) throw new StepFailed(`${name}: onnxruntime answers otherwise.`);
    verified[name] = createHash('sha256').update(bytes).digest('hex').slice(0, 16);
  }
  rmSync(folder, { recursive: true });
  writeFileSync(join(root, 'tests/onnx/verified.json'), `${JSON.stringify(verified, null, 2)}\n`);
});
