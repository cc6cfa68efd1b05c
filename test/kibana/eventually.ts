const PATIENCE_MS = 240_000;

/** Kibana's rules run on their own time: asks again until it is so. */
export async function eventually<Found>(
  what: string,
  look: () => Promise<Found | null | undefined | false>,
): Promise<Found> {
  const end = performance.now() + PATIENCE_MS;
  for (;;) {
    const found = await look();
    if (found) return found;
    if (performance.now() > end) throw new Error(`It did not come to this in time: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
}
