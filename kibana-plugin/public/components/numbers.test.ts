import { i18n } from '@kbn/i18n';
import { afterEach, expect, jest, test } from '@jest/globals';
import { decimal, hundredths, whole } from './numbers';

afterEach(() => void jest.restoreAllMocks());

const written = () => [whole(1_234_567), decimal(0.5, 1), hundredths(0.995, 1), hundredths(1, 0)];

test('numbers are written as Kibana’s language does', () => {
  expect(written()).toEqual(['1,234,567', '0.5', '99.5%', '100%']);
});

test.each([
  ['fr-FR', ['1 234 567', '0,5', '99,5 %', '100 %']],
  ['ja-JP', ['1,234,567', '0.5', '99.5%', '100%']],
])('and so in %s', (locale, expected) => {
  jest.spyOn(i18n, 'getLocale').mockReturnValue(locale);
  // Which of the spaces is the language's own affair.
  expect(written().map((text) => text.replaceAll(/\s/g, ' '))).toEqual(expected);
});
