import http from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { spread } from './figures.mjs';

/**
 * Posts over so many connections, each one after another, for so long.
 * @param {{ readonly url: string, readonly token: string, readonly connections: number, readonly seconds: number,
 *   readonly body: () => string, readonly onAnswer: (answer: any) => void }} plan
 * @returns {Promise<{ readonly per_second: number, readonly p50_ms: number, readonly p95_ms: number, readonly p99_ms: number }>}
 */
export async function postFor({ url, token, connections, seconds, body, onAnswer }) {
  const agent = new http.Agent({ keepAlive: true, maxSockets: connections });
  /** @type {number[]} */
  const took = [];
  const began = performance.now();
  const end = began + seconds * 1000;
  const loop = async () => {
    while (performance.now() < end) {
      const asked = performance.now();
      const { status, text } = await post(agent, `${url}/v1/alerts/elastic`, token, body());
      if (status !== 202) throw new Error(`a post was answered ${status}: ${text.slice(0, 300)}`);
      took.push(performance.now() - asked);
      onAnswer(JSON.parse(text));
    }
  };
  try {
    await Promise.all(Array.from({ length: connections }, loop));
  } finally {
    agent.destroy();
  }
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
  const agent = new http.Agent({ keepAlive: true, maxSockets: connections });
  /** @type {number[]} */
  const took = [];
  const began = performance.now();
  let number = 0;
  const loop = async () => {
    for (;;) {
      const due = began + (number * 1000) / perSecond;
      if (due > began + seconds * 1000) return;
      number += 1;
      const early = due - performance.now();
      if (early > 0) await pause(early);
      const { status, text } = await post(agent, `${url}/v1/alerts/elastic`, token, body());
      if (status !== 202) throw new Error(`a post was answered ${status}: ${text.slice(0, 300)}`);
      took.push(performance.now() - due);
      onAnswer(JSON.parse(text));
    }
  };
  try {
    await Promise.all(Array.from({ length: connections }, loop));
  } finally {
    agent.destroy();
  }
  return { per_second: (took.length * 1000) / (performance.now() - began), took };
}

/** @param {http.Agent} agent @param {string} url @param {string} token @param {string} body @returns {Promise<{ readonly status: number, readonly text: string }>} */
function post(agent, url, token, body) {
  return new Promise((resolve, reject) => {
    const headers = {
      authorization: `Bearer ${token}`,
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(body),
    };
    const request = http.request(url, { method: 'POST', agent, headers }, (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (piece) => (text += piece));
      response.on('end', () => resolve({ status: response.statusCode ?? 0, text }));
      response.on('error', reject);
    });
    request.on('error', reject);
    request.end(body);
  });
}
