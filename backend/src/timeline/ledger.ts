/** What became of one alert (or unreadable part) of a raw event. */
export interface LedgerEntry {
  readonly rawEventId: string;
  readonly position: number;
  readonly receivedAt: Date;
  readonly sourceId: string;
  /** Whether the source sent it, or it was found in Elasticsearch. */
  readonly via: 'push' | 'pull';
  readonly dedupKey: string | null;
  readonly episode: string | null;
  readonly alertStatus: string | null;
  readonly alertDate: Date | null;
  readonly outcome: string;
  readonly reason: string | null;
  readonly incidentId: string | null;
  readonly teamId: string | null;
  readonly path: string | null;
  readonly found: string | null;
  readonly expected: string | null;
}
