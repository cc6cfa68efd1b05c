import { afterEach, expect, jest, test } from '@jest/globals';
import { firstValueFrom, type Observable } from 'rxjs';
import type { App, CoreSetup } from '../types/core-browser';
import type { NavigationSection, PluginsStart } from '../types/plugins-browser';
import { FakeCore } from './fake-core.fixture';
import { IncidentsPlugin } from './plugin';

const complaints = jest.spyOn(console, 'error').mockImplementation(() => undefined);
afterEach(() => void complaints.mockClear());

function setUp(core: FakeCore) {
  const apps: App[] = [];
  let sections: Observable<readonly NavigationSection[]> | undefined;
  const setup: CoreSetup<PluginsStart> = {
    application: { register: (app) => void apps.push(app) },
    getStartServices: () => Promise.resolve([core.start, {}, undefined]),
  };
  new IncidentsPlugin().setup(setup, {
    observabilityShared: { navigation: { registerSections: (given) => (sections = given) } },
  });
  return { apps, sections: async () => (sections ? firstValueFrom(sections) : []) };
}

const paths = [
  ...[
    '/',
    '/overview',
    '/on-call',
    '/policies',
    '/silences',
    '/notifications',
    '/ledger',
    '/teams',
    '/sources',
    '/dry-run',
    '/setup',
    '/access',
    '/audit',
  ],
];

test('the app stands in the Observability category, with its pages as deep links', () => {
  const { apps } = setUp(new FakeCore());
  const deepLinks = paths.map((path) => ({ path }));
  expect(apps).toMatchObject([{ id: 'incidents', category: { id: 'observability' }, deepLinks }]);
});

test("Observability's side navigation has a section, but not for who may not read", async () => {
  const entries = paths.map((path) => ({ app: 'incidents', path }));
  expect(await setUp(new FakeCore()).sections()).toMatchObject([{ entries }]);
  expect(await setUp(new FakeCore({})).sections()).toEqual([]);
  const [section] = await setUp(new FakeCore({ read: true, respond: true })).sections();
  expect(section?.entries.map(({ path }) => path)).toEqual(
    paths.filter((path) => !['/setup', '/access', '/audit'].includes(path)),
  );
});

test('whatever Kibana lacks, neither setup nor start throws', () => {
  const plugin = new IncidentsPlugin();
  expect(() => plugin.setup({} as never, {})).not.toThrow();
  expect(() => plugin.start({} as never)).not.toThrow();
  expect(complaints).toHaveBeenCalled();
});
