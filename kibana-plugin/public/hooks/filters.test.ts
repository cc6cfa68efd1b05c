import { describe, expect, test } from '@jest/globals';
import { NO_FILTERS, readFilters, toQuery, writeFilters } from './filters';

const team = '01a207f5-0aaa-7610-bd2d-28195b1542e2';

describe('filters in the address', () => {
  test('without any, the open incidents are shown and the address stays empty', () => {
    expect(readFilters('')).toEqual(NO_FILTERS);
    expect(writeFilters(NO_FILTERS)).toBe('');
  });

  test('what is written is read again', () => {
    const filters = {
      q: 'disk & full',
      status: ['resolved'],
      severity: ['critical', 'error'],
      team: [team],
      service: 'a,b',
      environment: 'production',
      mine: true,
      unrouted: true,
    } as const;
    expect(readFilters(`?${writeFilters(filters)}`)).toEqual(filters);
  });

  test('any status is told from none', () => {
    const search = writeFilters({ ...NO_FILTERS, status: [] });
    expect(search).toBe('status=any');
    expect(readFilters(search).status).toEqual([]);
    expect(toQuery(readFilters(search), null)).toEqual({});
  });

  test('the unrouted are asked for alone', () => {
    expect(toQuery(readFilters('?unrouted=true'), null)).toMatchObject({ unrouted: 'true' });
    expect(toQuery(readFilters('?unrouted=maybe'), null)).not.toHaveProperty('unrouted');
  });

  test('what is no value of a filter is left out', () => {
    expect(readFilters('?status=open&severity=fatal,error&team=payments&mine=yes&else=1')).toEqual({
      ...NO_FILTERS,
      severity: ['error'],
    });
  });

  test('a search too long for the backend is cut', () => {
    expect(readFilters(`?q=${'a'.repeat(10_000)}`).q).toHaveLength(200);
  });

  test('somebody whom the backend has not met holds nothing', () => {
    expect(toQuery({ ...NO_FILTERS, mine: true }, null).assignee_id).toBe('00000000-0000-0000-0000-000000000000');
    expect(toQuery({ ...NO_FILTERS, mine: true }, team).assignee_id).toBe(team);
  });
});
