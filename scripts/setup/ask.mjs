import { setTimeout as pause } from 'node:timers/promises';
import { decideApplied } from 'incident-core';

/** @typedef {import('incident-core').PlannedVerb} PlannedVerb */
/** @typedef {import('incident-core').ApplyFailure} ApplyFailure */
/**
 * An answer, or the lack of one: then `status` is null and `text` says why.
 * @typedef {{ readonly status: number | null, readonly headers: Headers, readonly retryAfterSeconds: number | null, readonly text: string, readonly body: unknown }} Answer
 */
/** @typedef {{ readonly method: string, readonly path: string, readonly body?: unknown }} Question */
/** @typedef {(question: Question) => Promise<Answer>} Ask */

const TIMEOUT_MS = 60_000;

/** What a server would not do, however often it was asked. */
export class AskError extends Error {
  /** @param {string} server @param {Question} question @param {Answer} answer @param {ApplyFailure} reason */
  constructor(server, { method, path }, answer, reason) {
    super(`${server} ${describeAnswer(answer)} to ${method} ${path}; expected ${EXPECTED[reason]}`);
    this.reason = reason;
    this.status = answer.status;
  }
}

/** @type {Readonly<Record<ApplyFailure, string>>} */
const EXPECTED = {
  refused: 'it to be taken',
  id_taken: 'an id that nothing else has',
  changed_meanwhile: 'nobody else to change it at the same time',
  too_busy: 'it to have time within several tries',
  unavailable: 'an answer within several tries',
  unauthorized: 'an API key that it knows',
  forbidden: 'an API key that may do this',
};

/** @param {Answer} answer */
export function describeAnswer({ status, text, body }) {
  if (status === null) return `did not answer (${text})`;
  const { message } = /** @type {{ message?: unknown }} */ (body ?? {});
  const said = typeof message === 'string' ? message : text;
  return `answered ${status}${said ? `: ${said.slice(0, 300)}` : ''}`;
}

/**
 * Speaks to one server, a few requests at a time, each once.
 * @param {{ url: string, headers: Readonly<Record<string, string>>, atOnce: number, signal?: AbortSignal | undefined }} options
 * @returns {Ask}
 */
export function connect({ url, headers, atOnce, signal }) {
  const base = url.replace(/\/+$/, '');
  const inTurn = takeTurns(atOnce);
  return ({ method, path, body }) =>
    inTurn(async () => {
      signal?.throwIfAborted();
      const timeout = AbortSignal.timeout(TIMEOUT_MS);
      try {
        const response = await fetch(`${base}${path}`, {
          method,
          headers: { ...headers, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
          ...(body === undefined ? {} : { body: JSON.stringify(body) }),
          // A server that sends us elsewhere is not the one that was named: our key is not for it.
          redirect: 'manual',
          signal: signal ? AbortSignal.any([signal, timeout]) : timeout,
        });
        return toAnswer(response, await response.text());
      } catch (error) {
        if (signal?.aborted) throw error;
        return { status: null, headers: new Headers(), retryAfterSeconds: null, text: whyNot(error), body: null };
      }
    });
}

/**
 * Asks until there is an answer that counts; what passes is waited for.
 * @param {Ask} ask @param {string} server @param {Question} question @param {AbortSignal} [signal] @returns {Promise<Answer>}
 * @throws {AskError}
 */
export async function read(ask, server, question, signal) {
  for (let attempts = 1; ; attempts += 1) {
    const answer = await ask(question);
    const { status, retryAfterSeconds } = answer;
    const decision = decideApplied('read', { status, retryAfterSeconds, attempts, isOurs: null });
    if (decision.kind === 'done') return answer;
    if (decision.kind !== 'again') {
      throw new AskError(server, question, answer, 'reason' in decision ? decision.reason : 'refused');
    }
    await pause(decision.afterSeconds * 1000, undefined, { signal });
  }
}

/** @param {number} atOnce @returns {<T>(work: () => Promise<T>) => Promise<T>} */
function takeTurns(atOnce) {
  let free = atOnce;
  /** @type {(() => void)[]} */
  const waiting = [];
  return async (work) => {
    if (free > 0) free -= 1;
    else await new Promise((resolve) => waiting.push(() => resolve(undefined)));
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next) next();
      else free += 1;
    }
  };
}

/** @param {Response} response @param {string} text @returns {Answer} */
function toAnswer({ status, headers }, text) {
  const seconds = headers.get('retry-after') ?? '';
  const retryAfterSeconds = /^\d{1,6}$/.test(seconds) ? Number(seconds) : null;
  return { status, headers, retryAfterSeconds, text, body: parsed(text) };
}

/** @param {string} text */
function parsed(text) {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (!(error instanceof Error) || error.name !== 'SyntaxError') throw error;
    return null;
  }
}

/** @param {unknown} error */
function whyNot(error) {
  if (!(error instanceof Error)) return String(error);
  if (error.name === 'TimeoutError') return `nothing within ${TIMEOUT_MS / 1000} s`;
  const { code } = /** @type {{ code?: unknown }} */ (error.cause ?? {});
  return typeof code === 'string' ? code : error.message;
}
