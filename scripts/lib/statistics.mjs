// The few statistics that benchmarks need.

export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** P(Z > z) for a standard normal Z; Abramowitz and Stegun 26.2.17, to 7.5e-8. */
function upperTail(z) {
  const t = 1 / (1 + 0.2316419 * Math.abs(z));
  const series = t * (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
  const tail = (Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI)) * series;
  return z >= 0 ? tail : 1 - tail;
}

/** Ranks from 1, ties sharing their mean; and the sum of t^3 - t over the ties. */
function ranksOf(values) {
  const order = values.map((_, index) => index).sort((a, b) => values[a] - values[b]);
  const ranks = new Array(values.length);
  let ties = 0;
  for (let first = 0; first < order.length; ) {
    let last = first;
    while (last + 1 < order.length && values[order[last + 1]] === values[order[first]]) ++last;
    for (let k = first; k <= last; ++k) ranks[order[k]] = (first + last) / 2 + 1;
    const tied = last - first + 1;
    ties += tied ** 3 - tied;
    first = last + 1;
  }
  return { ranks, ties };
}

/** How likely two samples are to differ at least so much if they are alike: Mann-Whitney, two-sided, by its normal limit. */
export function mannWhitney(a, b) {
  const { ranks, ties } = ranksOf([...a, ...b]);
  const [m, n] = [a.length, b.length];
  const total = m + n;
  const u = ranks.slice(0, m).reduce((sum, rank) => sum + rank, 0) - (m * (m + 1)) / 2;
  const spread = Math.sqrt(((m * n) / 12) * (total + 1 - ties / (total * (total - 1))));
  if (spread === 0) return 1;
  const distance = Math.max(0, Math.abs(u - (m * n) / 2) - 0.5);
  return Math.min(1, 2 * upperTail(distance / spread));
}

/** The ratio of the typical b to the typical a (Hodges and Lehmann: the median of all pairs), with its 95 % interval. */
export function ratioOf(a, b) {
  const ratios = b.flatMap((y) => a.map((x) => y / x)).sort((x, y) => x - y);
  const [m, n] = [a.length, b.length];
  const cut = Math.max(0, Math.floor((m * n) / 2 - 1.96 * Math.sqrt((m * n * (m + n + 1)) / 12)));
  return { ratio: median(ratios), low: ratios[cut], high: ratios[ratios.length - 1 - cut] };
}
