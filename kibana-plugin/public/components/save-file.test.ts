import { expect, test } from '@jest/globals';
import { fileName } from './save-file';

test.each([
  ['Payments primary', 'Payments-primary.ics'],
  ['../../etc/passwd', 'etc-passwd.ics'],
  ['Bereitschaft Köln 李', 'Bereitschaft-Köln-李.ics'],
  ['"<>|:*?', 'calendar.ics'],
])('%s is saved as %s', (name, expected) => expect(fileName(name, 'ics')).toBe(expected));
