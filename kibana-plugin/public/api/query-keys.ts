import type { IncidentQuery } from './api';

/** Every key of the cache, so that whoever changes something knows what it makes stale. */
export const queryKeys = {
  status: ['status'],
  summary: ['summary'],
  /** Pages as the reader sees them: they change in place only. */
  lists: ['lists'],
  list: (query: IncidentQuery) => ['lists', query],
  /** The same pages as the backend has them now. */
  freshLists: ['fresh'],
  fresh: (query: IncidentQuery) => ['fresh', query],
  incidents: ['incidents'],
  incident: (id: string) => ['incidents', id],
  timeline: (id: string) => ['incidents', id, 'timeline'],
  escalations: (id: string) => ['incidents', id, 'escalations'],
  notifications: (id: string) => ['incidents', id, 'notifications'],
  teams: ['teams'],
  users: ['users'],
  webhooks: ['webhooks'],
  slackChannels: ['slack-channels'],
  routingRules: ['routing-rules'],
  policies: ['policies'],
  suppressions: ['suppressions'],
  suppressionList: (kind: string, state: string) => ['suppressions', kind, state],
  suppressionPreview: (given: unknown) => ['suppression-preview', given],
  ledger: ['ledger'],
  figures: ['figures'],
  sources: ['sources'],
  sourceTokens: (id: string) => ['sources', id, 'tokens'],
} as const;
