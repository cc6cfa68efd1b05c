import { expect, test } from '@jest/globals';
import { readLogQuery } from './log-query';

test('what an address says of the log is what is asked for, and nothing else', () => {
  const params = new URLSearchParams('tab=log&status=failed,sent&user_id=x&cursor=c&channel=');
  expect(readLogQuery(params)).toEqual({ status: 'failed,sent', user_id: 'x', cursor: 'c', limit: 50 });
});
