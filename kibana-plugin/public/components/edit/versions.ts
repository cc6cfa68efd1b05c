import { differences } from '../differences';

/** One value in which what is there now and what is in a form differ. */
export interface Version {
  readonly path: string;
  readonly theirs: string | null;
  readonly mine: string | null;
  readonly changedBy: 'them' | 'me' | 'both';
}

/** What changes without anybody editing it, or says only that something was. */
const UNEDITED = [
  ...['created_at', 'updated_at', 'ready', 'problems', 'state', 'next', 'health', 'reminder_at'],
  ...['last_beat_at', 'due_at', 'silent_at', 'set_up_at', 'file_hash'],
];

type Fields = Readonly<Record<string, unknown>>;

/** The fields that somebody edited since. */
export function changedFields(before: object, now: object): readonly string[] {
  const was: Fields = { ...before };
  return Object.entries(now)
    .filter(([field, value]) => !UNEDITED.includes(field) && differences(was[field], value).length > 0)
    .map(([field]) => field);
}

/** Where the state that is there now and the form say different things, with who moved away from what was before. */
export function versionsOf(before: object, theirs: object, mine: object): readonly Version[] {
  const fields = Object.keys(mine);
  const [was, is, wanted] = [before, theirs, mine].map((whole) => only(whole, fields));
  const [byThem, byMe] = [is, wanted].map((whole) => differences(was, whole).map(({ path }) => path));
  return differences(is, wanted).map(({ path, before: there, after }) => ({
    path,
    theirs: there,
    mine: after,
    changedBy: touches(byThem, path) ? (touches(byMe, path) ? 'both' : 'them') : 'me',
  }));
}

function only(whole: object, fields: readonly string[]): Fields {
  const all: Fields = { ...whole };
  return Object.fromEntries(fields.map((field) => [field, all[field]]));
}

function touches(paths: readonly string[] | undefined, path: string): boolean {
  return (paths ?? []).some((each) => `${each}.`.startsWith(`${path}.`) || `${path}.`.startsWith(`${each}.`));
}
