// Made by scripts/generate.mjs from the core (core/include/downhill/model_export.hpp). Do not edit.

export const modelFormats = [
  {
    "key": "onnx",
    "suffix": ".onnx",
    "label": "ONNX"
  },
  {
    "key": "safetensors",
    "suffix": ".safetensors",
    "label": "safetensors"
  },
  {
    "key": "npz",
    "suffix": ".npz",
    "label": "NumPy arrays"
  },
  {
    "key": "network",
    "suffix": ".network.json",
    "label": "JSON"
  },
  {
    "key": "c",
    "suffix": ".h",
    "label": "C header"
  },
  {
    "key": "javascript",
    "suffix": ".mjs",
    "label": "JavaScript"
  },
  {
    "key": "numpy",
    "suffix": ".py",
    "label": "NumPy code"
  },
  {
    "key": "pytorch",
    "suffix": ".torch.py",
    "label": "PyTorch code"
  }
] as const;
