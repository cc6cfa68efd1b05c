import { expect, test } from '@jest/globals';
import { isAt, paths, placesFor } from './places';

const titlesAt = (pathname: string) =>
  placesFor('side-navigation')
    .filter((place) => isAt(place, pathname))
    .map(({ path }) => path);

test.each([
  ['/', ['/']],
  ['', ['/']],
  [paths.incident('01a20d71-fd96-767c-be29-3c4d16bd1eb5'), ['/']],
  ['/on-call', ['/on-call']],
  ['/policies', ['/policies']],
  ['/silences', ['/silences']],
  ['/notifications', ['/notifications']],
  ['/overview', ['/overview']],
  ['/ledger', ['/ledger']],
  [paths.ledgerEvent('01a20d71-fd96-767c-be29-3c4d16bd1eb5'), ['/ledger']],
  ['/teams', ['/teams']],
  ['/teams/', ['/teams']],
  ['/sources', ['/sources']],
  ['/dry-run', ['/dry-run']],
  ['/setup', ['/setup']],
  ['/access', ['/access']],
  ['/audit', ['/audit']],
])('at "%s" the side navigation marks one entry, the page that it is or that it belongs to', (pathname, marked) => {
  expect(titlesAt(pathname)).toEqual(marked);
});
