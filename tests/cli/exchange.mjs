// Networks for other programs, run there, and networks of others, run here.
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { answers as answersOf, grid, networks } from './networks.mjs';
import {
  at,
  complaint,
  expectClose,
  lines,
  output,
  program,
  pythonWith,
  read,
  root,
  train,
  work,
  write,
} from './program.mjs';

const verified = JSON.parse(readFileSync(join(root, 'tests/onnx/verified.json'), 'utf8'));
const compiler = ['cc', 'gcc', 'clang'].find((name) => spawnSync(name, ['--version']).status === 0);

/** The program's own answers on the grid, and the run they are of. */
const answers = (name, args) => answersOf(program, work, name, args);

/** A little-endian safetensors file of named tensors. */
function safetensors(tensors, metadata) {
  const header = metadata ? { __metadata__: metadata } : {};
  const data = [];
  let place = 0;
  for (const [name, { shape, numbers }] of Object.entries(tensors)) {
    const bytes = Buffer.from(Float32Array.from(numbers).buffer);
    header[name] = { dtype: 'F32', shape, data_offsets: [place, place + bytes.length] };
    place += bytes.length;
    data.push(bytes);
  }
  const text = Buffer.from(JSON.stringify(header));
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(text.length));
  return Buffer.concat([length, text, ...data]);
}

function comparedInPython(python, kind, code) {
  for (const [name, args] of Object.entries(networks)) {
    const { file, outputs } = answers(name, args);
    const module = `${name}_${kind}`;
    execFileSync(program, ['export', file, at(`${module}${kind === 'torch' ? '.torch' : ''}.py`)]);
    if (kind === 'torch') writeFileSync(at(`${module}.py`), read(`${module}.torch.py`));
    const asked = `import sys, json; sys.path.insert(0, ${JSON.stringify(work)})
import ${module} as m
points = ${JSON.stringify(grid)}
${code}`;
    const told = JSON.parse(execFileSync(python, ['-c', asked], { encoding: 'utf8' }));
    told.forEach((values, k) => {
      expectClose(outputs[k], values, `${name}, point ${k}`);
    });
  }
}

export const tests = {
  'an exported JavaScript module answers as the program does': async () => {
    for (const [name, args] of Object.entries(networks)) {
      const { file, outputs } = answers(name, args);
      output(['export', file, at(`${name}.mjs`)]);
      const { predict } = await import(pathToFileURL(at(`${name}.mjs`)).href);
      grid.forEach(([x1, x2], k) => {
        expectClose(outputs[k], predict(x1, x2), `${name} at ${x1}, ${x2}`);
      });
    }
  },

  'an exported C header answers as the program does': () => {
    if (!compiler) return 'skipped: no C compiler';
    for (const [name, args] of Object.entries(networks)) {
      const { file, outputs } = answers(name, args);
      output(['export', file, at(`${name}.h`)]);
      writeFileSync(
        at('main.c'),
        `#include "${name}.h"
#include <stdio.h>
int main(void) {
  float x1, x2, out[downhill_outputs];
  while (scanf("%f,%f", &x1, &x2) == 2) {
    downhill_predict(x1, x2, out);
    for (int k = 0; k < downhill_outputs; ++k) printf(k ? ",%.9g" : "%.9g", out[k]);
    puts("");
  }
  return 0;
}
`,
      );
      execFileSync(compiler, ['-std=c99', '-Wall', '-Wextra', '-Werror', '-O1', '-o', at('main'), at('main.c'), '-lm']);
      const told = execFileSync(at('main'), { input: readFileSync(at('grid.csv')), encoding: 'utf8' }).trim();
      told.split('\n').forEach((line, k) => {
        expectClose(outputs[k], line.split(',').map(Number), `${name}, point ${k}`);
      });
    }
  },

  'an exported NumPy program answers as the program does': () => {
    const python = pythonWith('numpy');
    if (!python) return 'skipped: no NumPy';
    comparedInPython(python, 'numpy', 'print(json.dumps(m.predict(points).tolist()))');
  },

  'an exported PyTorch module answers as the program does': () => {
    const python = pythonWith('torch');
    if (!python) return 'skipped: no PyTorch';
    comparedInPython(
      python,
      'torch',
      'import torch\nwith torch.no_grad(): print(json.dumps(m.Network()(torch.tensor(points, dtype=torch.float32)).tolist()))',
    );
  },

  'exported npz is what NumPy reads': () => {
    const python = pythonWith('numpy');
    if (!python) return 'skipped: no NumPy';
    const { file } = answers('plain', networks.plain);
    output(['export', file, at('plain.npz')]);
    const code = `import numpy, json, sys
arrays = numpy.load(sys.argv[1])
print(json.dumps({name: [list(arrays[name].shape), arrays[name].ravel().tolist()] for name in arrays.files}))`;
    const told = JSON.parse(execFileSync(python, ['-c', code, at('plain.npz')], { encoding: 'utf8' }));
    const { parameters } = JSON.parse(read('plain.json'));
    const held = [0, 1, 2].flatMap((l) => [told[`layers.${l}.weight`], told[`layers.${l}.bias`]]);
    assert.deepEqual(
      held.map(([shape]) => shape),
      [[8, 2], [8], [8, 8], [8], [1, 8], [1]],
    );
    assert.deepEqual(held.flatMap(([, numbers]) => numbers).map(Math.fround), parameters.map(Math.fround));
  },

  'exported Python is Python': () => {
    if (spawnSync('python3', ['--version']).status !== 0) return 'skipped: no Python';
    for (const [name, args] of Object.entries(networks)) {
      for (const suffix of ['py', 'torch.py']) {
        train(...args, '--epochs=0', '--export', at(`${name}.${suffix}`));
        const parse = 'import ast, sys; ast.parse(open(sys.argv[1]).read())';
        execFileSync('python3', ['-c', parse, at(`${name}.${suffix}`)]);
      }
    }
  },

  'exported safetensors hold the weights of the run': () => {
    const { file } = answers('plain', networks.plain);
    output(['export', file, at('plain.safetensors')]);
    const bytes = readFileSync(at('plain.safetensors'));
    const length = Number(bytes.readBigUInt64LE(0));
    const header = JSON.parse(bytes.subarray(8, 8 + length).toString());
    const [begin, end] = header['layers.1.weight'].data_offsets;
    const { parameters } = JSON.parse(readFileSync(file, 'utf8'));
    const [inputs, units] = [2, 8];
    const first = units * inputs + units;
    for (let place = begin; place < end; place += 4)
      assert.equal(bytes.readFloatLE(8 + length + place), Math.fround(parameters[first + (place - begin) / 4]));
  },

  'exported ONNX is what onnxruntime has been asked about': () => {
    for (const [name, args] of Object.entries(networks)) {
      train(...args, '--export', at(`${name}.onnx`));
      const hash = createHash('sha256')
        .update(readFileSync(at(`${name}.onnx`)))
        .digest('hex')
        .slice(0, 16);
      assert.equal(
        hash,
        verified[name],
        `${name}: npm run test:onnx, then pin the new hash in tests/onnx/verified.json`,
      );
    }
  },

  'what was exported comes back as a run that answers the same': () => {
    for (const [name, args] of Object.entries(networks)) {
      const { file, outputs } = answers(name, args);
      for (const format of ['onnx', 'safetensors', 'network.json']) {
        output(['export', file, at(`${name}.${format}`)]);
        output(['import', at(`${name}.${format}`), at('back.json')]);
        for (const model of [`${name}.${format}`, 'back.json']) {
          const told = lines(['predict', at(model), at('grid.csv')]);
          told.forEach((line, k) => {
            expectClose(outputs[k], line.outputs, `${name} from ${model}, point ${k}`);
          });
        }
        assert.equal(train('--resume', at('back.json'), '--epochs=1').length, 2, 'and goes on learning');
      }
    }
  },

  'a run without batch norm comes back with the same weights': () => {
    const { file } = answers('features', networks.features);
    output(['export', file, at('features.onnx')]);
    output(['import', at('features.onnx'), at('back.json')]);
    const weights = (path) => JSON.parse(readFileSync(path, 'utf8')).parameters.map(Math.fround);
    assert.deepEqual(weights(at('back.json')), weights(file));
  },

  "PyTorch's own safetensors become a run on a table": () => {
    // Two inputs more than points have; layers in an order that only numbers give.
    const weights = (count, of) => Array.from({ length: count }, (_, k) => Math.sin(k + of));
    const file = safetensors({
      'net.10.weight': { shape: [3, 5], numbers: weights(15, 3) },
      'net.2.weight': { shape: [5, 4], numbers: weights(20, 1) },
      'net.2.bias': { shape: [5], numbers: weights(5, 2) },
      'net.10.bias': { shape: [3], numbers: weights(3, 4) },
    });
    write('torch.safetensors', file);
    output([
      'import',
      at('torch.safetensors'),
      at('torch.json'),
      '--hidden-activation=tanh',
      '--output-activation=softmax',
    ]);
    const x = [0.3, -1, 2, 0.5];
    const layer = (a, w, b, units) =>
      Array.from({ length: units }, (_, j) => a.reduce((sum, value, k) => sum + w[j * a.length + k] * value, b[j]));
    const z = layer(layer(x, weights(20, 1), weights(5, 2), 5).map(Math.tanh), weights(15, 3), weights(3, 4), 3);
    const powers = z.map(Math.exp);
    const sum = powers.reduce((a, b) => a + b);
    const [{ outputs }] = lines(['predict', at('torch.json'), '-'], x.join(','));
    expectClose(
      powers.map((power) => power / sum),
      outputs,
      'by hand',
    );
  },

  "PyTorch's own ONNX is read": () => {
    const python = pythonWith('torch');
    if (!python) return 'skipped: no PyTorch';
    const code = `import torch, json, sys
from torch import nn
torch.manual_seed(1)
result = {}
for name, layers in {
  "relu": [nn.Linear(4, 6), nn.ReLU(), nn.Linear(6, 3), nn.Softmax(1)],
  "gelu": [nn.Linear(4, 6), nn.GELU(), nn.Linear(6, 6), nn.SiLU(), nn.Linear(6, 1), nn.Sigmoid()],
  "norms": [nn.Linear(4, 6), nn.BatchNorm1d(6), nn.Tanh(), nn.Dropout(0.3), nn.Linear(6, 2, bias=False), nn.ELU(), nn.Linear(2, 1)],
  "rest": [nn.Linear(4, 6), nn.LeakyReLU(), nn.Linear(6, 6), nn.Softplus(), nn.Linear(6, 2)],
}.items():
  net = nn.Sequential(*layers)
  for _ in range(3): net(torch.randn(8, 4))
  net.eval()
  x = torch.randn(5, 4)
  torch.onnx.export(net, x, f"{sys.argv[1]}/torch-{name}.onnx", dynamic_axes={"in": {0: "n"}}, input_names=["in"])
  result[name] = [x.tolist(), net(x).tolist()]
print(json.dumps(result))`;
    const { status, stdout, stderr } = spawnSync(python, ['-W', 'ignore', '-c', code, work], { encoding: 'utf8' });
    assert.equal(status, 0, stderr);
    for (const [name, [x, y]] of Object.entries(JSON.parse(stdout))) {
      const told = lines(['predict', at(`torch-${name}.onnx`), '-'], x.map((row) => row.join(',')).join('\n'));
      told.forEach((line, k) => {
        expectClose(y[k], line.outputs, `${name}, row ${k}`);
      });
    }
  },

  'models that are cut off, damaged or of another kind are refused with a reason': () => {
    const { file } = answers('plain', networks.plain);
    for (const format of ['onnx', 'safetensors']) {
      output(['export', file, at(`whole.${format}`)]);
      const bytes = readFileSync(at(`whole.${format}`));
      for (const length of [0, 1, 7, 20, bytes.length >> 1, bytes.length - 1]) {
        write(`cut.${format}`, bytes.subarray(0, length));
        assert.match(complaint(['import', at(`cut.${format}`), at('no.json')]), /cut\.\w+: ./);
      }
    }
    const weight = { shape: [3, 2], numbers: [1, 2, 3, 4, 5, 6] };
    for (const [tensors, says] of [
      [{ 'a.weight': { shape: [4, 2], numbers: [1, 2] } }, /a\.weight.*data_offsets/],
      [{ 'a.weight': weight, 'b.weight': { shape: [1, 4], numbers: [1, 2, 3, 4] } }, /takes 4 inputs and gets 3/],
      [{ 'a.weight': weight, 'a.bias': { shape: [2], numbers: [1, 2] } }, /a\.bias.*3 numbers/],
      [{ 'conv.weight': { shape: [1, 2, 3], numbers: [1, 2, 3, 4, 5, 6] } }, /no linear layer/],
      [{ 'a.weight': weight, extra: { shape: [2, 2, 1], numbers: [1, 2, 3, 4] } }, /'extra'/],
      [{ 'a.weight': { shape: [3, 2], numbers: [1, 2, 3, 4, 5, Number.NaN] } }, /not finite/],
    ]) {
      write('bad.safetensors', safetensors(tensors));
      assert.match(complaint(['import', at('bad.safetensors'), at('no.json')]), says);
    }
    write('named.safetensors', safetensors({ 'a.weight': weight }, { activations: 'swash' }));
    assert.match(complaint(['import', at('named.safetensors'), at('no.json')]), /'swash' is unknown/);
  },
};
