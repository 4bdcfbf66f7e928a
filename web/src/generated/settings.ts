// Made by scripts/generate.mjs from the settings table of the core (core/include/downhill/settings.hpp). Do not edit.

export const settingsTable = {
  "version": 1,
  "settings": [
    {
      "key": "dataset",
      "label": "Dataset",
      "group": "data",
      "type": "choice",
      "default": "spiral",
      "live": false,
      "help": "The points to learn.",
      "symbol": "",
      "aliases": [],
      "choices": [
        {
          "value": "circle",
          "label": "Circle"
        },
        {
          "value": "xor",
          "label": "Exclusive or"
        },
        {
          "value": "gauss",
          "label": "Two clouds"
        },
        {
          "value": "spiral",
          "label": "Spiral"
        },
        {
          "value": "blobs",
          "label": "Three clouds"
        }
      ]
    },
    {
      "key": "samples",
      "label": "Points",
      "group": "data",
      "type": "integer",
      "default": "500",
      "live": false,
      "help": "How many points are drawn, for training and testing together.",
      "symbol": "n",
      "aliases": [],
      "min": 10,
      "max": 5000,
      "step": 10,
      "scale": "linear"
    },
    {
      "key": "noise",
      "label": "Noise",
      "group": "data",
      "type": "number",
      "default": "0",
      "live": false,
      "help": "How far points stray from the shape, in percent.",
      "symbol": "",
      "aliases": [],
      "min": 0,
      "max": 50,
      "step": 5,
      "scale": "linear"
    },
    {
      "key": "trainRatio",
      "label": "Training share",
      "group": "data",
      "type": "number",
      "default": "50",
      "live": false,
      "help": "Percent of the points to learn from; the others only test.",
      "symbol": "",
      "aliases": [
        "percTrainData"
      ],
      "min": 10,
      "max": 90,
      "step": 10,
      "scale": "linear"
    },
    {
      "key": "seed",
      "label": "Seed",
      "group": "data",
      "type": "integer",
      "default": "1",
      "live": false,
      "help": "Decides points, split, initial weights and batch order: same seed, same run.",
      "symbol": "",
      "aliases": [],
      "min": 0,
      "max": 4294967295,
      "step": 1,
      "scale": "linear"
    },
    {
      "key": "network",
      "label": "Hidden layers",
      "group": "network",
      "type": "layers",
      "default": "8,8",
      "live": false,
      "help": "Units of each hidden layer, from the input on; a layer may name its own activation.",
      "symbol": "",
      "aliases": [
        "networkShape"
      ],
      "maxLayers": 8,
      "maxUnits": 64
    },
    {
      "key": "activation",
      "label": "Activation",
      "group": "network",
      "type": "choice",
      "default": "tanh",
      "live": false,
      "help": "What a hidden unit makes of its weighted sum: a = φ(z).",
      "symbol": "φ",
      "aliases": [],
      "choices": [
        {
          "value": "tanh",
          "label": "tanh"
        },
        {
          "value": "sigmoid",
          "label": "Sigmoid"
        },
        {
          "value": "relu",
          "label": "ReLU"
        },
        {
          "value": "linear",
          "label": "Linear"
        }
      ]
    },
    {
      "key": "initializer",
      "label": "Initial weights",
      "group": "network",
      "type": "choice",
      "default": "xavier",
      "live": false,
      "help": "How the first weights are drawn: U(−½, ½), or fitted to the width.",
      "symbol": "",
      "aliases": [],
      "choices": [
        {
          "value": "uniform",
          "label": "Uniform"
        },
        {
          "value": "xavier",
          "label": "Xavier"
        },
        {
          "value": "he",
          "label": "He"
        }
      ]
    },
    {
      "key": "loss",
      "label": "Loss",
      "group": "training",
      "type": "choice",
      "default": "auto",
      "live": false,
      "help": "What training makes small, with the output activation that goes with it.",
      "symbol": "L",
      "aliases": [],
      "choices": [
        {
          "value": "auto",
          "label": "Automatic"
        },
        {
          "value": "squaredError",
          "label": "Squared error (tanh)"
        },
        {
          "value": "binaryCrossEntropy",
          "label": "Binary cross-entropy (sigmoid)"
        },
        {
          "value": "crossEntropy",
          "label": "Cross-entropy (softmax)"
        }
      ]
    },
    {
      "key": "learningRate",
      "label": "Learning rate",
      "group": "training",
      "type": "number",
      "default": "0.1",
      "live": true,
      "help": "How far one update goes against the gradient: θ := θ − η∇J.",
      "symbol": "η",
      "aliases": [],
      "min": 0.00001,
      "max": 10,
      "step": 0,
      "scale": "log"
    },
    {
      "key": "batchSize",
      "label": "Batch size",
      "group": "training",
      "type": "integer",
      "default": "10",
      "live": true,
      "help": "Points an update: 1 is stochastic, all of them is batch descent.",
      "symbol": "",
      "aliases": [],
      "min": 1,
      "max": 5000,
      "step": 1,
      "scale": "linear"
    },
    {
      "key": "mode",
      "label": "Arithmetic",
      "group": "engine",
      "type": "choice",
      "default": "reproducible",
      "live": true,
      "help": "Reproducible gives the same bits on every machine; fast may fuse operations.",
      "symbol": "",
      "aliases": [],
      "choices": [
        {
          "value": "reproducible",
          "label": "Reproducible"
        },
        {
          "value": "fast",
          "label": "Fast"
        }
      ]
    },
    {
      "key": "engine",
      "label": "Engine",
      "group": "engine",
      "type": "choice",
      "default": "simd",
      "live": true,
      "help": "Vector instructions, or the plain scalar reference.",
      "symbol": "",
      "aliases": [],
      "choices": [
        {
          "value": "simd",
          "label": "SIMD"
        },
        {
          "value": "scalar",
          "label": "Scalar"
        }
      ]
    }
  ]
} as const;

export type Setting = (typeof settingsTable)['settings'][number];
export type SettingKey = Setting['key'];
