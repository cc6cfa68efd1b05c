/** @param {readonly number[]} figures @returns {number} NaN of none */
export function median(figures) {
  return quantile(figures, 0.5);
}

/** The figure below which that share of them lies; between two, where it falls between. @param {readonly number[]} figures @param {number} share */
export function quantile(figures, share) {
  const sorted = [...figures].sort((one, other) => one - other);
  const place = (sorted.length - 1) * share;
  const [below = NaN, above = NaN] = [sorted[Math.floor(place)], sorted[Math.ceil(place)]];
  return below + (above - below) * (place - Math.floor(place));
}

/** @param {readonly number[]} took milliseconds */
export function spread(took) {
  return { p50_ms: quantile(took, 0.5), p95_ms: quantile(took, 0.95), p99_ms: quantile(took, 0.99) };
}
