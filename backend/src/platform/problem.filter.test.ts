import 'reflect-metadata';
import { BadRequestException, Controller, Get, Module, Param } from '@nestjs/common';
import { APP_FILTER, NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { pino } from 'pino';
import { LOGGER } from './logger.ts';
import { ProblemFilter } from './problem.filter.ts';
import { conflict, invalid, notFound, Problem } from './problem.ts';

const SECRET = 'hunter2 of table incidents';
const FAILURES: Readonly<Record<string, unknown>> = {
  problem: new Problem(429, 'too-many', 'Too many', { extra: 1 }, { 'retry-after': '7' }),
  mistakes: invalid([{ path: '$.a', found: '1', expected: 'a text' }]),
  missing: notFound('team', 'x'),
  conflict: conflict('name-taken', 'Taken'),
  nest: new BadRequestException('the path is odd'),
  fastify: Object.assign(new Error('cut short'), { statusCode: 400 }),
  odd: Object.assign(new Error(SECRET), { statusCode: 200 }),
  connection: Object.assign(new Error(SECRET), { code: '08006' }),
  bug: new Error(SECRET),
  text: SECRET,
  nothing: undefined,
};

const lines: string[] = [];
const logger = pino({ level: 'debug' }, { write: (line: string) => void lines.push(line) });

@Controller()
class FailingController {
  @Get(':name')
  fail(@Param('name') name: string): never {
    throw FAILURES[name];
  }
}

@Controller('ack')
class LinkController {
  @Get(':token/:action')
  fail(@Param('token') name: string): never {
    throw FAILURES[name.replace(/[^a-z]/g, '')];
  }
}

@Module({
  controllers: [FailingController, LinkController],
  providers: [
    { provide: APP_FILTER, useClass: ProblemFilter },
    { provide: LOGGER, useValue: logger },
  ],
})
class FailingModule {}

let app: NestFastifyApplication;
beforeAll(async () => {
  app = await NestFactory.create<NestFastifyApplication>(FailingModule, new FastifyAdapter(), { logger: false });
  await app.init();
});
beforeEach(() => void lines.splice(0));
afterAll(() => app.close());

async function failing(name: string) {
  const answer = await app.inject({ method: 'GET', url: `/${name}` });
  expect(answer.headers['content-type']).toBe('application/problem+json; charset=utf-8');
  return { status: answer.statusCode, headers: answer.headers, body: JSON.parse(answer.body) as unknown };
}

describe('what a request fails by becomes problem details', () => {
  test.each([
    ['problem', 429, 'too-many'],
    ['mistakes', 400, 'invalid-request'],
    ['missing', 404, 'not-found'],
    ['conflict', 409, 'name-taken'],
    ['nest', 400, 'invalid-request'],
    ['fastify', 400, 'invalid-request'],
    ['connection', 503, 'unavailable'],
    ['odd', 500, 'internal'],
    ['bug', 500, 'internal'],
    ['text', 500, 'internal'],
    ['nothing', 500, 'internal'],
    ['', 404, 'not-found'],
  ])('%s: %d %s', async (name, status, type) => {
    const answer = await failing(name);
    expect(answer).toMatchObject({ status, body: { status, type: `urn:incidents:problem:${type}` } });
    expect(JSON.stringify(answer.body)).not.toContain('hunter2');
  });

  test('with its headers and extensions', async () => {
    expect(await failing('problem')).toMatchObject({ headers: { 'retry-after': '7' }, body: { extra: 1 } });
    expect(await failing('connection')).toMatchObject({ headers: { 'retry-after': '5' } });
  });
});

test('our bugs are logged whole, the mistakes of callers not at all', async () => {
  await failing('mistakes');
  await failing('missing');
  expect(lines).toEqual([]);
  await failing('bug');
  expect(lines).toHaveLength(1);
  expect(JSON.parse(lines[0] ?? '')).toMatchObject({ level: 50, err: { message: SECRET }, url: { path: '/bug' } });
});

test.each(['connection', 'bug'])('a link that acts for somebody stays out of the log: %s', async (name) => {
  await failing(`ack/${name}~42/acknowledge?reason=tired`);
  expect(JSON.parse(lines[0] ?? '')).toMatchObject({ url: { path: '/ack/:token/acknowledge' } });
  expect(lines.join()).not.toContain('~42');
  expect(lines.join()).not.toContain('tired');
});
