import { z } from 'zod';
import type { Route } from './route.ts';

const statusSchema = z.strictObject({ status: z.string() });

/** What machines ask: whether it lives, what it counts, how it is called. */
export const systemRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/healthz',
    operationId: 'getHealth',
    summary: 'Whether the process runs',
    tag: 'system',
    auth: 'none',
    responses: { 200: statusSchema },
  },
  {
    method: 'GET',
    path: '/readyz',
    operationId: 'getReadiness',
    summary: 'Whether the process can do its work',
    description: 'Answers 503 while the database cannot be reached.',
    tag: 'system',
    auth: 'none',
    responses: { 200: statusSchema },
  },
  {
    method: 'GET',
    path: '/metrics',
    operationId: 'getMetrics',
    summary: 'All figures, for Prometheus',
    tag: 'system',
    auth: 'none',
    responses: { 200: z.string() },
    answerType: 'text/plain',
  },
  {
    method: 'GET',
    path: '/v1/openapi.json',
    operationId: 'getOpenApi',
    summary: 'This description',
    tag: 'system',
    auth: 'none',
    responses: { 200: z.looseObject({ openapi: z.string() }) },
  },
];
