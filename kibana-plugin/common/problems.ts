import { i18n } from '@kbn/i18n';
import type { ProblemAnswer } from 'incident-core';

/** What every refusal of our routes carries as `attributes`: problem details, as the backend itself answers. */
export type Problem = ProblemAnswer;

const prefix = 'urn:incidents:problem:';

/**
 * Problems that arise between Kibana and the backend, with the status that they are answered with. `unreachable`: there
 * was no connection, so nothing was sent. What is said is read when it is wanted: Kibana loads server parts before its
 * translations.
 */
export const BACKEND_PROBLEMS = {
  unreachable: {
    type: `${prefix}backend-unreachable`,
    status: 503,
    get title() {
      return i18n.translate('incidents.problem.backend.unreachable', {
        defaultMessage: 'The incidents backend cannot be reached',
      });
    },
  },
  broken_off: {
    type: `${prefix}backend-broken-off`,
    status: 503,
    get title() {
      return i18n.translate('incidents.problem.backend.brokenOff', {
        defaultMessage: 'The connection to the incidents backend broke off before its answer was there',
      });
    },
  },
  slow: {
    type: `${prefix}backend-slow`,
    status: 503,
    get title() {
      return i18n.translate('incidents.problem.backend.slow', {
        defaultMessage: 'The incidents backend did not answer in time',
      });
    },
  },
  unwell: {
    type: `${prefix}backend-unwell`,
    status: 503,
    get title() {
      return i18n.translate('incidents.problem.backend.unwell', {
        defaultMessage: 'The incidents backend cannot do its work now',
      });
    },
  },
  no_token: {
    type: `${prefix}backend-token-missing`,
    status: 503,
    get title() {
      return i18n.translate('incidents.problem.backend.noToken', {
        defaultMessage: 'No token for the incidents backend is set',
      });
    },
  },
  token_refused: {
    type: `${prefix}backend-token-refused`,
    status: 502,
    get title() {
      return i18n.translate('incidents.problem.backend.tokenRefused', {
        defaultMessage: 'The incidents backend refuses the token of this Kibana',
      });
    },
  },
  not_ours: {
    type: `${prefix}backend-not-understood`,
    status: 502,
    get title() {
      return i18n.translate('incidents.problem.backend.notOurs', {
        defaultMessage: 'What answers at the address of the incidents backend is not one',
      });
    },
  },
  other_version: {
    type: `${prefix}backend-version`,
    status: 502,
    get title() {
      return i18n.translate('incidents.problem.backend.otherVersion', {
        defaultMessage: 'The incidents backend is of a version that this plugin does not fit',
      });
    },
  },
  failed: {
    type: `${prefix}backend-failed`,
    status: 502,
    get title() {
      return i18n.translate('incidents.problem.backend.failed', { defaultMessage: 'The incidents backend failed' });
    },
  },
} as const;
export type BackendProblem = keyof typeof BACKEND_PROBLEMS;

/** Problems of the caller that our own server part finds. */
export const CALLER_PROBLEMS = {
  forbidden: {
    type: `${prefix}kibana-privilege-missing`,
    status: 403,
    get title() {
      return i18n.translate('incidents.problem.caller.forbidden', {
        defaultMessage: 'Your Kibana role does not allow this',
      });
    },
  },
  security_off: {
    type: `${prefix}kibana-security-off`,
    status: 403,
    get title() {
      return i18n.translate('incidents.problem.caller.securityOff', {
        defaultMessage: 'Without Kibana security nobody may do this, unless kibana.yml says so',
      });
    },
  },
  cannot_encrypt: {
    type: `${prefix}kibana-cannot-encrypt`,
    status: 409,
    get title() {
      return i18n.translate('incidents.problem.caller.cannotEncrypt', {
        defaultMessage: 'Kibana has no encryption key, so it cannot keep a token',
      });
    },
  },
} as const;

/** Problems of the rule setup between Kibana, Elasticsearch and us. */
export const SETUP_PROBLEMS = {
  elasticsearch_forbidden: {
    type: `${prefix}elasticsearch-privilege-missing`,
    status: 403,
    get title() {
      return i18n.translate('incidents.problem.setup.elasticsearchForbidden', {
        defaultMessage: 'You may not read in Elasticsearch what services are found by',
      });
    },
  },
  elasticsearch_busy: {
    type: `${prefix}elasticsearch-busy`,
    status: 503,
    get title() {
      return i18n.translate('incidents.problem.setup.elasticsearchBusy', {
        defaultMessage: 'Elasticsearch has no time for it now',
      });
    },
  },
  elasticsearch_away: {
    type: `${prefix}elasticsearch-away`,
    status: 503,
    get title() {
      return i18n.translate('incidents.problem.setup.elasticsearchAway', {
        defaultMessage: 'Elasticsearch cannot be reached',
      });
    },
  },
  elasticsearch_failed: {
    type: `${prefix}elasticsearch-failed`,
    status: 502,
    get title() {
      return i18n.translate('incidents.problem.setup.elasticsearchFailed', {
        defaultMessage: 'Elasticsearch could not answer',
      });
    },
  },
  not_understood: {
    type: `${prefix}kibana-not-understood`,
    status: 422,
    get title() {
      return i18n.translate('incidents.problem.setup.notUnderstood', {
        defaultMessage: 'Kibana answered something else than was asked for',
      });
    },
  },
  key_refused: {
    type: `${prefix}elasticsearch-key-refused`,
    status: 422,
    get title() {
      return i18n.translate('incidents.problem.setup.keyRefused', { defaultMessage: 'Elasticsearch made no key' });
    },
  },
  key_writes: {
    type: `${prefix}pull-writes-back`,
    status: 409,
    get title() {
      return i18n.translate('incidents.problem.setup.keyWrites', {
        defaultMessage: 'This source writes acknowledgements back, which no read-only key can',
      });
    },
  },
  unknown_version: {
    type: `${prefix}kibana-version`,
    status: 500,
    get title() {
      return i18n.translate('incidents.problem.setup.unknownVersion', {
        defaultMessage: 'This Kibana says no version that can be read',
      });
    },
  },
} as const;

const unsent: readonly string[] = [
  BACKEND_PROBLEMS.unreachable,
  BACKEND_PROBLEMS.no_token,
  BACKEND_PROBLEMS.token_refused,
].map(({ type }) => type);
/** The backend's own: the same call was sent before, and is still being made. */
const UNDER_WAY = `${prefix}idempotency-in-progress`;

/** Whether a change that ended with it may have been made all the same: it was sent, and nobody said no. */
export function leavesOpen({ type, status }: Pick<Problem, 'type' | 'status'>): boolean {
  return type === UNDER_WAY || (status >= 500 && !unsent.includes(type));
}

/** The backend's own: the same call was made before, and nobody can say any more what was answered. */
const ANSWER_LOST = `${prefix}idempotency-answer-lost`;

/** Whether a change was made, and what came of it is to be looked for. */
export function isAnswerLost({ type }: Pick<Problem, 'type'>): boolean {
  return type === ANSWER_LOST;
}

const away: readonly string[] = Object.values(BACKEND_PROBLEMS).map(({ type }) => type);

/** Whether nothing is wrong with the request: the backend, or the way to it, is. */
export function isBackendAway(type: string | undefined): boolean {
  return type !== undefined && away.includes(type);
}
