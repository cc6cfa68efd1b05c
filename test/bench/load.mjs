import { setTimeout as pause } from 'node:timers/promises';
import { spread } from './figures.mjs';
import { connectLine } from './line.mjs';

/**
 * Posts over so many connections, each one after another, for so long.
 * @param {{ readonly url: string, readonly token: string, readonly connections: number, readonly seconds: number,
 *   readonly body: () => string, readonly onAnswer: (answer: any) => void }} plan
 * @returns {Promise<{ readonly per_second: number, readonly p50_ms: number, readonly p95_ms: number, readonly p99_ms: number }>}
 */
export async function postFor({ url, token, connections, seconds, body, onAnswer }) {
  /** @type {number[]} */
  const took = [];
  const began = performance.now();
  const end = began + seconds * 1000;
  await overLines({ url, token, connections }, async (post) => {
    while (performance.now() < end) {
      const asked = performance.now();
      const answer = await post(body());
      took.push(performance.now() - asked);
      onAnswer(answer);
    }
  });
  const spent = (performance.now() - began) / 1000;
  return { per_second: took.length / spent, ...spread(took) };
}

/**
 * Posts at a pace, whether or not it is kept up with; each post counts from when it was due.
 * @param {{ readonly url: string, readonly token: string, readonly connections: number, readonly seconds: number,
 *   readonly perSecond: number, readonly body: () => string, readonly onAnswer: (answer: any) => void }} plan
 * @returns {Promise<{ readonly per_second: number, readonly took: readonly number[] }>} milliseconds, in their order
 */
export async function postAtPace({ url, token, connections, seconds, perSecond, body, onAnswer }) {
  /** @type {number[]} */
  const took = [];
  const began = performance.now();
  let number = 0;
  await overLines({ url, token, connections }, async (post) => {
    for (;;) {
      const due = began + (number * 1000) / perSecond;
      if (due > began + seconds * 1000) return;
      number += 1;
      const early = due - performance.now();
      if (early > 0) await pause(early);
      const answer = await post(body());
      took.push(performance.now() - due);
      onAnswer(answer);
    }
  });
  return { per_second: (took.length * 1000) / (performance.now() - began), took };
}

/**
 * Does something over so many connections at once; a post on one of them gives its answer.
 * @param {{ readonly url: string, readonly token: string, readonly connections: number }} where
 * @param {(post: (body: string) => Promise<any>) => Promise<void>} act
 */
async function overLines({ url, token, connections }, act) {
  const lines = Array.from({ length: connections }, () => connectLine(`${url}/v1/alerts/elastic`, token));
  try {
    await Promise.all(
      lines.map((line) =>
        act(async (body) => {
          const { status, text } = await line.post(body);
          if (status !== 202) throw new Error(`a post was answered ${status}: ${text.slice(0, 300)}`);
          return JSON.parse(text);
        }),
      ),
    );
  } finally {
    for (const line of lines) line.end();
  }
}
