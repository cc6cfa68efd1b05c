import type { Page } from 'playwright-core';
import type { Guest } from '../ui/browser.ts';
import type { Kibana } from './kibana.ts';

const PASSWORD = 'walks-through-kibana';
/** What Kibana's roles grant, where the licence knows sub-features. */
const PRIVILEGES: Readonly<Record<NonNullable<Guest['role']>, readonly string[] | null>> = {
  none: null,
  viewer: ['read'],
  responder: ['minimal_read', 'respond'],
  manager: ['all'],
};

/** Logs a guest in, as a user of their own with the privileges of their role, and goes to `path`. */
export async function signIn(page: Page, kibana: Kibana, guest: Guest, path: string): Promise<void> {
  await kibana.call('POST', '/api/kibana/settings', { changes: { 'theme:darkMode': guest.dark ?? false } });
  const { username, password } = await accountOf(kibana, guest);
  await page.addInitScript(`localStorage.setItem('home:welcome:show', 'false')`);
  await page.goto(`${kibana.at.url}/login?next=${encodeURIComponent(path)}`);
  await page.getByTestId('loginUsername').fill(username);
  await page.getByTestId('loginPassword').fill(password);
  await page.getByTestId('loginSubmit').click();
  // Whom Kibana refuses the app is shown no Kibana around it.
  if (guest.role !== 'none') await page.getByTestId('userMenuButton').waitFor();
}

async function accountOf(
  kibana: Kibana,
  { user, role = 'manager' }: Guest,
): Promise<{ readonly username: string; readonly password: string }> {
  if (user === undefined && role === 'manager') return kibana.at;
  const roleName = `incidents-walk-${role}`;
  const incidents = PRIVILEGES[role];
  await kibana.call('PUT', `/api/security/role/${roleName}`, {
    elasticsearch: { cluster: [], indices: [] },
    kibana: [{ base: [], feature: { discover: ['read'], ...(incidents && { incidents }) }, spaces: ['*'] }],
  });
  const username = user ?? `walk-${role}`;
  await kibana.makeUser(username, PASSWORD, [roleName]);
  return { username, password: PASSWORD };
}
