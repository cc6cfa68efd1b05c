import { describe, expect, test } from '@jest/globals';
import type { Json } from '../model/alert.ts';
import { readOne } from './payload.fixture.ts';

const reading = (body: { readonly [key: string]: Json }) => readOne({ status: 'active', title: 'x', ...body });

describe('the service', () => {
  test.each<readonly [string, { readonly [key: string]: Json }, string | null]>([
    ['of the payload goes first', { service: { name: 'a' }, context: { serviceName: 'b' } }, 'a'],
    ['may be a plain text', { service: 'a' }, 'a'],
    ['of the context stands in for a blank', { service: { name: '' }, context: { serviceName: 'b' } }, 'b'],
    ['may be a group key of the metrics rule', { context: { groupByKeys: { service: { name: 'g' } } } }, 'g'],
    [
      'may be a group of the custom threshold rule',
      { context: { group: [{ field: 'service.name', value: 'g' }] } },
      'g',
    ],
    ['may be a grouping of newer rules', { context: { grouping: { service: { name: 'g' } } } }, 'g'],
    ['is the one that the rule looks at', { rule: { params: { serviceName: 'p' } }, tags: ['service:t'] }, 'p'],
    ['may be a tag', { tags: ['a', 'service: t'] }, 't'],
    ['of the document', { 'service.name': 'd', 'kibana.alert.reason': 'r' }, 'd'],
    ['is never taken from the alert id', { alert: { id: 'checkout_production_request' } }, null],
    ['is never an object', { service: { name: {} } }, null],
  ])('%s', (_title, body, service) => {
    expect(reading(body).service).toBe(service);
  });
});

describe('the environment', () => {
  test.each<readonly [string, { readonly [key: string]: Json }, string | null]>([
    ['of the payload goes first', { service: { environment: 'a' }, rule: { params: { environment: 'b' } } }, 'a'],
    ['is none where Kibana says Not defined', { service: { environment: 'Not defined' } }, null],
    ['is none where Kibana says ENVIRONMENT_NOT_DEFINED', { environment: 'ENVIRONMENT_NOT_DEFINED' }, null],
    ['is none where the rule looks at all', { rule: { params: { environment: 'ENVIRONMENT_ALL' } } }, null],
    ['is the one that the rule looks at', { rule: { params: { environment: 'production' } } }, 'production'],
    ['may be a group', { context: { group: [{ field: 'service.environment', value: 'g' }] } }, 'g'],
    ['may be the tag env', { tags: 'env:prod' }, 'prod'],
    ['may be the tag environment', { tags: ['environment:prod'] }, 'prod'],
    ['may be called env', { env: 'dev' }, 'dev'],
  ])('%s', (_title, body, environment) => {
    expect(reading(body).environment).toBe(environment);
  });
});

test('names are kept up to 300 characters', () => {
  expect(reading({ service: 's'.repeat(500) }).service).toHaveLength(300);
});
