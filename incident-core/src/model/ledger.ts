/**
 * What the ledger says of an alert: what became of it, or why nothing did. `rejected`: the post was answered 400 or 413,
 * and what was kept of it told of; `open`: nothing became of it yet, and the auditor sees to it.
 */
export const LEDGER_OUTCOMES = [
  'opened',
  'attached',
  'refreshed',
  'recovery_noted',
  'resolved',
  'reopened',
  'duplicate',
  'ignored',
  'unreadable',
  'rejected',
  'open',
] as const;
export type LedgerOutcome = (typeof LEDGER_OUTCOMES)[number];

/**
 * How far an alert has come. `open`: not yet seen to. `dropped`: nothing followed, for the reason given. `noted`: it is in
 * an incident whose people had been told before, or need not be. `waiting`: somebody is to be told, now or when what holds
 * it ends. `told`: a channel took a message. `answered`: it was over before anybody was told. `suppressed`: nobody was
 * told, for a recorded reason. `nobody_told`: nobody could be reached.
 */
export const LEDGER_ENDS = [
  'open',
  'dropped',
  'noted',
  'waiting',
  'told',
  'answered',
  'suppressed',
  'nobody_told',
] as const;
export type LedgerEnd = (typeof LEDGER_ENDS)[number];
