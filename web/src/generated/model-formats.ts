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
    "label": "Python with NumPy"
  },
  {
    "key": "pytorch",
    "suffix": ".torch.py",
    "label": "Python with PyTorch"
  }
] as const;
