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
      "when": "",
      "choices": [
        {
          "value": "circle",
          "label": "Circle"
        },
        {
          "value": "xor",
          "label": "XOR"
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
          "label": "Clouds"
        },
        {
          "value": "moons",
          "label": "Moons"
        },
        {
          "value": "rings",
          "label": "Rings"
        },
        {
          "value": "checkerboard",
          "label": "Checkers"
        },
        {
          "value": "pinwheel",
          "label": "Pinwheel"
        },
        {
          "value": "plane",
          "label": "Plane"
        },
        {
          "value": "multi-gauss",
          "label": "Bumps"
        },
        {
          "value": "custom",
          "label": "Your own"
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
      "when": "dataset=circle|xor|gauss|spiral|blobs|moons|rings|checkerboard|pinwheel|plane|multi-gauss",
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
      "when": "dataset=circle|xor|gauss|spiral|blobs|moons|rings|checkerboard|pinwheel|plane|multi-gauss",
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
      "when": "",
      "min": 10,
      "max": 90,
      "step": 10,
      "scale": "linear"
    },
    {
      "key": "classes",
      "label": "Classes",
      "group": "data",
      "type": "integer",
      "default": "3",
      "live": false,
      "help": "How many classes there are to tell apart.",
      "symbol": "",
      "when": "dataset=blobs|rings|pinwheel",
      "min": 2,
      "max": 6,
      "step": 1,
      "scale": "linear"
    },
    {
      "key": "balance",
      "label": "Balance",
      "group": "data",
      "type": "number",
      "default": "50",
      "live": false,
      "help": "Percent of the points that the last class gets, of two classes; 50 is even.",
      "symbol": "",
      "when": "dataset=circle|xor|gauss|spiral|blobs|moons|rings|checkerboard|pinwheel",
      "min": 1,
      "max": 99,
      "step": 1,
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
      "when": "",
      "min": 0,
      "max": 4294967295,
      "step": 1,
      "scale": "linear"
    },
    {
      "key": "features",
      "label": "Features",
      "group": "data",
      "type": "features",
      "default": "x1,x2",
      "live": false,
      "help": "What the network is given of a point (x₁, x₂).",
      "symbol": "",
      "when": "",
      "choices": [
        {
          "value": "x1",
          "label": "x₁"
        },
        {
          "value": "x2",
          "label": "x₂"
        },
        {
          "value": "x1Squared",
          "label": "x₁²"
        },
        {
          "value": "x2Squared",
          "label": "x₂²"
        },
        {
          "value": "x1x2",
          "label": "x₁x₂"
        },
        {
          "value": "sinX1",
          "label": "sin x₁"
        },
        {
          "value": "sinX2",
          "label": "sin x₂"
        },
        {
          "value": "cosX1",
          "label": "cos x₁"
        },
        {
          "value": "cosX2",
          "label": "cos x₂"
        },
        {
          "value": "radius",
          "label": "√(x₁² + x₂²)"
        }
      ]
    },
    {
      "key": "standardize",
      "label": "Standardise",
      "group": "data",
      "type": "choice",
      "default": "off",
      "live": false,
      "help": "Gives every feature mean 0 and variance 1 over the training points.",
      "symbol": "",
      "when": "",
      "choices": [
        {
          "value": "off",
          "label": "Off"
        },
        {
          "value": "on",
          "label": "On"
        }
      ]
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
      "when": "",
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
      "when": "",
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
        },
        {
          "value": "leakyRelu",
          "label": "Leaky ReLU"
        },
        {
          "value": "elu",
          "label": "ELU"
        },
        {
          "value": "gelu",
          "label": "GELU"
        },
        {
          "value": "silu",
          "label": "SiLU"
        },
        {
          "value": "softplus",
          "label": "Softplus"
        },
        {
          "value": "sine",
          "label": "Sine"
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
      "when": "",
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
        },
        {
          "value": "zeros",
          "label": "Zeros"
        },
        {
          "value": "normal",
          "label": "Normal"
        },
        {
          "value": "lecun",
          "label": "LeCun"
        },
        {
          "value": "orthogonal",
          "label": "Orthogonal"
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
      "when": "",
      "choices": [
        {
          "value": "auto",
          "label": "Automatic"
        },
        {
          "value": "squaredError",
          "label": "Squared error"
        },
        {
          "value": "binaryCrossEntropy",
          "label": "Binary cross-entropy"
        },
        {
          "value": "crossEntropy",
          "label": "Cross-entropy"
        }
      ]
    },
    {
      "key": "output",
      "label": "Output",
      "group": "training",
      "type": "choice",
      "default": "auto",
      "live": false,
      "help": "The output activation; automatic takes the one that goes with the loss.",
      "symbol": "ψ",
      "when": "",
      "choices": [
        {
          "value": "auto",
          "label": "Automatic"
        },
        {
          "value": "tanh",
          "label": "tanh"
        },
        {
          "value": "sigmoid",
          "label": "Sigmoid"
        },
        {
          "value": "linear",
          "label": "Linear"
        },
        {
          "value": "softmax",
          "label": "Softmax"
        }
      ]
    },
    {
      "key": "fused",
      "label": "Short cut",
      "group": "training",
      "type": "choice",
      "default": "on",
      "live": false,
      "help": "The output error as ŷ − y where loss and output allow it, or always by ψ′(z).",
      "symbol": "",
      "when": "",
      "choices": [
        {
          "value": "off",
          "label": "Off"
        },
        {
          "value": "on",
          "label": "On"
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
      "when": "",
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
      "when": "",
      "min": 1,
      "max": 5000,
      "step": 1,
      "scale": "log"
    },
    {
      "key": "optimizer",
      "label": "Optimizer",
      "group": "optimizer",
      "type": "choice",
      "default": "sgd",
      "live": true,
      "help": "How the gradient moves the weights.",
      "symbol": "",
      "when": "",
      "choices": [
        {
          "value": "sgd",
          "label": "Gradient descent"
        },
        {
          "value": "momentum",
          "label": "Momentum"
        },
        {
          "value": "nesterov",
          "label": "Nesterov"
        },
        {
          "value": "adagrad",
          "label": "AdaGrad"
        },
        {
          "value": "rmsprop",
          "label": "RMSProp"
        },
        {
          "value": "adam",
          "label": "Adam"
        },
        {
          "value": "adamw",
          "label": "AdamW"
        }
      ]
    },
    {
      "key": "momentum",
      "label": "Momentum",
      "group": "optimizer",
      "type": "number",
      "default": "0.9",
      "live": true,
      "help": "Share of the velocity that is kept: v := βv − η∇J.",
      "symbol": "β",
      "when": "optimizer=momentum|nesterov",
      "min": 0,
      "max": 0.999,
      "step": 0.01,
      "scale": "linear"
    },
    {
      "key": "rmspropMomentum",
      "label": "RMSProp momentum",
      "group": "optimizer",
      "type": "number",
      "default": "0",
      "live": true,
      "help": "Momentum on top of RMSProp; 0 is none.",
      "symbol": "",
      "when": "optimizer=rmsprop",
      "min": 0,
      "max": 0.999,
      "step": 0.01,
      "scale": "linear"
    },
    {
      "key": "rho",
      "label": "RMSProp memory",
      "group": "optimizer",
      "type": "number",
      "default": "0.99",
      "live": true,
      "help": "How long RMSProp remembers squared gradients.",
      "symbol": "ρ",
      "when": "optimizer=rmsprop",
      "min": 0,
      "max": 0.9999,
      "step": 0.01,
      "scale": "linear"
    },
    {
      "key": "beta1",
      "label": "Adam memory",
      "group": "optimizer",
      "type": "number",
      "default": "0.9",
      "live": true,
      "help": "How long Adam remembers the gradient.",
      "symbol": "β₁",
      "when": "optimizer=adam|adamw",
      "min": 0,
      "max": 0.999,
      "step": 0.01,
      "scale": "linear"
    },
    {
      "key": "beta2",
      "label": "Adam memory of squares",
      "group": "optimizer",
      "type": "number",
      "default": "0.999",
      "live": true,
      "help": "How long Adam remembers the squared gradient.",
      "symbol": "β₂",
      "when": "optimizer=adam|adamw",
      "min": 0,
      "max": 0.99999,
      "step": 0.001,
      "scale": "linear"
    },
    {
      "key": "epsilon",
      "label": "Epsilon",
      "group": "optimizer",
      "type": "number",
      "default": "1e-8",
      "live": true,
      "help": "Keeps the adaptive optimizers' division finite.",
      "symbol": "ε",
      "when": "optimizer=adagrad|rmsprop|adam|adamw",
      "min": 1e-12,
      "max": 0.1,
      "step": 0,
      "scale": "log"
    },
    {
      "key": "decay",
      "label": "Decoupled decay",
      "group": "optimizer",
      "type": "number",
      "default": "0.01",
      "live": true,
      "help": "AdamW first shrinks every weight: θ := (1 − η · decay) θ.",
      "symbol": "",
      "when": "optimizer=adamw",
      "min": 0,
      "max": 1,
      "step": 0.01,
      "scale": "linear"
    },
    {
      "key": "schedule",
      "label": "Schedule",
      "group": "schedule",
      "type": "choice",
      "default": "constant",
      "live": true,
      "help": "How the learning rate changes over the epochs.",
      "symbol": "",
      "when": "",
      "choices": [
        {
          "value": "constant",
          "label": "Constant"
        },
        {
          "value": "step",
          "label": "Step decay"
        },
        {
          "value": "exponential",
          "label": "Exponential decay"
        },
        {
          "value": "cosine",
          "label": "Cosine annealing"
        },
        {
          "value": "cosineRestarts",
          "label": "Cosine with restarts"
        }
      ]
    },
    {
      "key": "gamma",
      "label": "Decay factor",
      "group": "schedule",
      "type": "number",
      "default": "0.5",
      "live": true,
      "help": "What the rate is multiplied by: each period, or each epoch.",
      "symbol": "γ",
      "when": "schedule=step|exponential",
      "min": 0.01,
      "max": 1,
      "step": 0.01,
      "scale": "linear"
    },
    {
      "key": "period",
      "label": "Period",
      "group": "schedule",
      "type": "number",
      "default": "100",
      "live": true,
      "help": "Epochs between two steps, or of one cosine wave.",
      "symbol": "",
      "when": "schedule=step|cosine|cosineRestarts",
      "min": 1,
      "max": 100000,
      "step": 0,
      "scale": "log"
    },
    {
      "key": "growth",
      "label": "Growth of waves",
      "group": "schedule",
      "type": "number",
      "default": "1",
      "live": true,
      "help": "How much longer each cosine wave is than the one before.",
      "symbol": "",
      "when": "schedule=cosineRestarts",
      "min": 1,
      "max": 4,
      "step": 0.5,
      "scale": "linear"
    },
    {
      "key": "lowestRate",
      "label": "Lowest rate",
      "group": "schedule",
      "type": "number",
      "default": "0",
      "live": true,
      "help": "Where a cosine ends.",
      "symbol": "",
      "when": "schedule=cosine|cosineRestarts",
      "min": 0,
      "max": 1,
      "step": 0.001,
      "scale": "linear"
    },
    {
      "key": "warmUp",
      "label": "Warm-up",
      "group": "schedule",
      "type": "number",
      "default": "0",
      "live": true,
      "help": "Epochs in which the rate first rises from 0.",
      "symbol": "",
      "when": "",
      "min": 0,
      "max": 1000,
      "step": 1,
      "scale": "linear"
    },
    {
      "key": "clipping",
      "label": "Clipping",
      "group": "regularization",
      "type": "choice",
      "default": "none",
      "live": true,
      "help": "Bounds the gradient: its norm, g · min(1, c/‖g‖), or each of its values.",
      "symbol": "",
      "when": "",
      "choices": [
        {
          "value": "none",
          "label": "None"
        },
        {
          "value": "norm",
          "label": "By norm"
        },
        {
          "value": "value",
          "label": "By value"
        }
      ]
    },
    {
      "key": "clipThreshold",
      "label": "Clip at",
      "group": "regularization",
      "type": "number",
      "default": "1",
      "live": true,
      "help": "The bound of clipping.",
      "symbol": "c",
      "when": "clipping=norm|value",
      "min": 0.0001,
      "max": 1000,
      "step": 0,
      "scale": "log"
    },
    {
      "key": "l1",
      "label": "L1 penalty",
      "group": "regularization",
      "type": "number",
      "default": "0",
      "live": true,
      "help": "Adds λ Σ|θ| to the loss; its pull is λ sign θ.",
      "symbol": "λ₁",
      "when": "",
      "min": 0,
      "max": 10,
      "step": 0.001,
      "scale": "linear"
    },
    {
      "key": "l2",
      "label": "L2 penalty",
      "group": "regularization",
      "type": "number",
      "default": "0",
      "live": true,
      "help": "Adds λ‖θ‖² to the loss; its pull is 2λθ.",
      "symbol": "λ₂",
      "when": "",
      "min": 0,
      "max": 10,
      "step": 0.001,
      "scale": "linear"
    },
    {
      "key": "penalizeBiases",
      "label": "Penalise biases",
      "group": "regularization",
      "type": "choice",
      "default": "on",
      "live": true,
      "help": "Whether biases belong to the penalised θ, as in the paper.",
      "symbol": "",
      "when": "",
      "choices": [
        {
          "value": "off",
          "label": "Off"
        },
        {
          "value": "on",
          "label": "On"
        }
      ]
    },
    {
      "key": "patience",
      "label": "Patience",
      "group": "regularization",
      "type": "integer",
      "default": "0",
      "live": true,
      "help": "Epochs without a better test loss before training stops; 0 never stops.",
      "symbol": "",
      "when": "",
      "min": 0,
      "max": 10000,
      "step": 1,
      "scale": "linear"
    },
    {
      "key": "minImprovement",
      "label": "Least improvement",
      "group": "regularization",
      "type": "number",
      "default": "0",
      "live": true,
      "help": "How much lower a test loss must be to count as better.",
      "symbol": "",
      "when": "",
      "min": 0,
      "max": 1,
      "step": 0.001,
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
      "when": "",
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
      "when": "",
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
