// The ops of a computational graph: what each computes, and how it hands its adjoint on to its inputs.
#pragma once

#include "formulas.hpp"

#include <downhill/graph.hpp>
#include <downhill/network.hpp>

#include <algorithm>
#include <cmath>
#include <string>
#include <utility>
#include <vector>

namespace downhill::graph_ops {

using kernels::Reproducible;

using Numbers = std::vector<double>;

template <class T>
Numbers converted(const T* numbers, std::size_t count) {
  Numbers result(count);
  std::transform(numbers, numbers + count, result.begin(),
                 [](T number) { return static_cast<double>(number); });
  return result;
}

// ---- What an op is besides its inputs

struct Detail {
  Activation phi = Activation::linear;
  Norm norm = Norm::none;
  Numbers factor;             // of a norm: 1 / deviation, one a unit
  std::size_t short_cut = 0;  // of the output's activation in a proper pair: the target's node
};

// ---- phi

inline Numbers activated(Activation phi, const Numbers& u) {
  Numbers a(u.size());
  if (phi == Activation::softmax) {
    const double largest = *std::ranges::max_element(u);
    double sum = 0.0;
    for (std::size_t k = 0; k < u.size(); ++k) sum += a[k] = kernels::exp<Reproducible>(u[k] - largest);
    for (double& share : a) share /= sum;
    return a;
  }
  kernels::with_activation(phi, [&]<Activation f>() {
    for (std::size_t k = 0; k < u.size(); ++k) a[k] = kernels::activation_of<f, Reproducible>(u[k]);
  });
  return a;
}

inline void activation_backward(Activation phi, const Numbers& u, const Numbers& a, const Numbers& from,
                                Numbers& to) {
  if (phi == Activation::softmax) {  // da_j / du_k = a_j ([j = k] - a_k)
    for (std::size_t j = 0; j < a.size(); ++j) {
      for (std::size_t k = 0; k < a.size(); ++k) to[k] += from[j] * a[j] * ((j == k ? 1.0 : 0.0) - a[k]);
    }
    return;
  }
  kernels::with_activation(phi, [&]<Activation f>() {
    for (std::size_t k = 0; k < u.size(); ++k)
      to[k] += from[k] * kernels::derivative_of<f, Reproducible>(u[k], a[k]);
  });
}

// ---- L

inline double loss_of(Loss kind, const Numbers& a, const Numbers& y) {
  double sum = 0.0;
  for (std::size_t k = 0; k < a.size(); ++k) {
    switch (kind) {
      case Loss::squared_error:
        sum += kernels::squared_error(a[k], y[k]);
        break;
      case Loss::binary_cross_entropy:
        sum += kernels::binary_cross_entropy<Reproducible>(a[k], y[k]);
        break;
      case Loss::cross_entropy:
        sum += kernels::cross_entropy_term<Reproducible>(a[k], y[k]);
        break;
    }
  }
  return sum;
}

// The same from u, where a is the activation of a proper pair.
inline double loss_of_proper_pair(Loss kind, const Numbers& u, const Numbers& y) {
  double sum = 0.0;
  if (kind == Loss::squared_error) return loss_of(kind, u, y);
  if (kind == Loss::binary_cross_entropy) {
    for (std::size_t k = 0; k < u.size(); ++k) {
      sum += kernels::binary_cross_entropy_of_sigmoid<Reproducible>(u[k], y[k]);
    }
    return sum;
  }
  const double largest = *std::ranges::max_element(u);
  for (const double score : u) sum += kernels::exp<Reproducible>(score - largest);
  const double log_sum = kernels::log<Reproducible>(sum) + largest;
  double loss = 0.0;
  for (std::size_t k = 0; k < u.size(); ++k) loss += y[k] * (log_sum - u[k]);
  return loss;
}

// ---- The ops

class Builder {
 public:
  explicit Builder(Graph& graph) noexcept : graph_(graph) {}

  std::size_t leaf(Op op, std::string name, std::size_t layer, Numbers value, std::size_t cols = 1) {
    const std::size_t rows = value.size() / cols;
    return append({op, std::move(name), layer, rows, cols, {}, 0, std::move(value), {}}, {});
  }
  template <class T>
  std::size_t parameter(Op op, const std::string& name, std::size_t layer, const T* theta, std::size_t place,
                        std::size_t count, std::size_t cols = 1) {
    const std::size_t node = leaf(op, name, layer, converted(theta + place, count), cols);
    graph_.nodes[node].parameter = place;
    return node;
  }
  std::size_t apply(Op op, std::string name, std::size_t layer, std::vector<std::size_t> inputs,
                    Numbers value, Detail detail = {}) {
    const std::size_t rows = value.size();
    return append({op, std::move(name), layer, rows, 1, std::move(inputs), 0, std::move(value), {}},
                  std::move(detail));
  }

  const Numbers& value(std::size_t node) const noexcept { return graph_.nodes[node].value; }
  const std::string& name(std::size_t node) const noexcept { return graph_.nodes[node].name; }

  std::size_t matmul(std::size_t layer, std::size_t weights, std::size_t x) {
    const Numbers &W = value(weights), &v = value(x);
    Numbers product(graph_.nodes[weights].rows);
    for (std::size_t u = 0; u < product.size(); ++u) {
      for (std::size_t i = 0; i < v.size(); ++i) product[u] += W[u * v.size() + i] * v[i];
    }
    return apply(Op::matmul, name(weights) + " " + name(x), layer, {weights, x}, std::move(product));
  }
  std::size_t add(std::string name, std::size_t layer, std::size_t x, std::size_t y) {
    Numbers sum = value(x);
    for (std::size_t k = 0; k < sum.size(); ++k) sum[k] += value(y)[k];
    return apply(Op::add, std::move(name), layer, {x, y}, std::move(sum));
  }
  std::size_t multiply(std::string name, std::size_t layer, std::size_t x, std::size_t y) {
    Numbers product = value(x);
    for (std::size_t k = 0; k < product.size(); ++k) product[k] *= value(y)[k];
    return apply(Op::multiply, std::move(name), layer, {x, y}, std::move(product));
  }
  std::size_t norm(std::string name, std::size_t layer, std::size_t x, Norm kind, const Numbers& mean,
                   const Numbers& variance) {
    Numbers normed = value(x);
    Detail detail{.norm = kind, .factor = variance};
    for (std::size_t k = 0; k < normed.size(); ++k) {
      detail.factor[k] = 1.0 / std::sqrt(variance[k] + norm_epsilon);
      normed[k] = (normed[k] - mean[k]) * detail.factor[k];
    }
    return apply(Op::norm, std::move(name), layer, {x}, std::move(normed), std::move(detail));
  }

  // Reverse mode: from dL/dL = 1 every op hands its adjoint on to its inputs, last op first.
  void sweep(Loss loss) {
    graph_.nodes.back().adjoint = {1.0};
    for (std::size_t node = graph_.nodes.size(); node-- > 0;)
      backward(graph_.nodes[node], details_[node], loss);
  }

 private:
  std::size_t append(GraphNode node, Detail detail) {
    node.adjoint.assign(node.value.size(), 0.0);
    graph_.nodes.push_back(std::move(node));
    details_.push_back(std::move(detail));
    return graph_.nodes.size() - 1;
  }

  void backward(const GraphNode& node, const Detail& detail, Loss loss) {
    const Numbers& from = node.adjoint;
    const auto in = [&](std::size_t which) -> GraphNode& { return graph_.nodes[node.inputs[which]]; };
    switch (node.op) {
      case Op::matmul: {
        GraphNode &W = in(0), &v = in(1);
        for (std::size_t u = 0; u < from.size(); ++u) {
          for (std::size_t i = 0; i < v.value.size(); ++i) {
            W.adjoint[u * v.value.size() + i] += from[u] * v.value[i];
            v.adjoint[i] += from[u] * W.value[u * v.value.size() + i];
          }
        }
        return;
      }
      case Op::add:
        for (std::size_t k = 0; k < from.size(); ++k) {
          in(0).adjoint[k] += from[k];
          in(1).adjoint[k] += from[k];
        }
        return;
      case Op::multiply:
        for (std::size_t k = 0; k < from.size(); ++k) {
          in(0).adjoint[k] += from[k] * in(1).value[k];
          in(1).adjoint[k] += from[k] * in(0).value[k];
        }
        return;
      case Op::norm:
        return norm_backward(node, detail, in(0).adjoint);
      case Op::activation:
        if (detail.short_cut == 0) {
          return activation_backward(detail.phi, in(0).value, node.value, from, in(0).adjoint);
        }
        for (std::size_t k = 0; k < from.size(); ++k) {
          in(0).adjoint[k] += node.value[k] - value(detail.short_cut)[k];
        }
        return;
      case Op::loss:
        return loss_backward(loss, in(0).value, in(1).value, in(0).adjoint);
      default:
        return;  // a leaf
    }
  }

  static void loss_backward(Loss kind, const Numbers& a, const Numbers& y, Numbers& to) {
    kernels::with_loss(kind, [&]<Loss loss>() {
      for (std::size_t k = 0; k < a.size(); ++k) to[k] += kernels::loss_slope<loss, Reproducible>(a[k], y[k]);
    });
  }

  // Mean and deviation of a layer norm depend on every unit, those that a batch norm remembers on none.
  static void norm_backward(const GraphNode& node, const Detail& detail, Numbers& to) {
    const auto units = static_cast<double>(node.rows);
    double mean = 0.0, mean_product = 0.0;
    for (std::size_t k = 0; k < node.rows && detail.norm == Norm::layer; ++k) {
      mean += node.adjoint[k] / units;
      mean_product += node.adjoint[k] * node.value[k] / units;
    }
    for (std::size_t k = 0; k < node.rows; ++k) {
      to[k] += detail.factor[k] * (node.adjoint[k] - mean - node.value[k] * mean_product);
    }
  }

  Graph& graph_;
  std::vector<Detail> details_;  // one a node
};

}  // namespace downhill::graph_ops
