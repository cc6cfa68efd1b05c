import { z } from 'zod';
import { CONTACT_CHANNELS, type ContactChannel } from '../model/notification.ts';
import { contactAddressSchema } from './contact-methods.ts';
import { readCsv, type CsvCell } from './csv.ts';
import { lineSchema, timeZoneSchema } from './fields.ts';

/** The columns that a table of people may have; the first two must be there. */
export const PEOPLE_COLUMNS = ['name', 'username', 'time_zone', 'teams', ...CONTACT_CHANNELS] as const;
type PeopleColumn = (typeof PEOPLE_COLUMNS)[number];

/** More are several files. */
export const MOST_IMPORTED = 2_000;

/** One person of a table, with the line that they stand in. */
export interface ImportedPerson {
  readonly line: number;
  readonly name: string;
  readonly username: string;
  readonly timeZone: string;
  /** Names of teams, each with the place where it stands. */
  readonly teams: readonly CsvCell[];
  readonly contactMethods: readonly { readonly channel: ContactChannel; readonly address: string }[];
}

/** Something in the table that cannot be meant. */
export const importProblemSchema = z
  .strictObject({
    /** From 1; the line of the names of columns is the first. */
    line: z.int(),
    /** The name of the column; null for the whole line. */
    column: z.string().nullable(),
    found: z.string(),
    expected: z.string(),
  })
  .meta({ id: 'ImportProblem' });
export type ImportProblem = z.infer<typeof importProblemSchema>;

/**
 * Reads a table of people: `name,username,time_zone,teams,email,slack,sms,voice`, in any order; several teams are
 * separated by `|`. Each cell that is wrong is named, so that all can be mended at once.
 */
export function readPeople(text: string): {
  readonly people: readonly ImportedPerson[];
  readonly problems: readonly ImportProblem[];
} {
  const { rows, fault } = readCsv(text);
  if (fault) {
    const { line, column, found, expected } = fault;
    return { people: [], problems: [{ line, column: null, found: `${found} at column ${column}`, expected }] };
  }
  const [head, ...body] = rows;
  if (!head) return { people: [], problems: [problem(1, null, 'nothing', `the columns ${PEOPLE_COLUMNS.join(', ')}`)] };
  const columns = head.map((cell) => cell.text.toLowerCase());
  const problems = headProblems(head, columns);
  if (problems.length > 0) return { people: [], problems };
  if (body.length > MOST_IMPORTED) {
    const found = `${body.length} people`;
    return { people: [], problems: [problem(1, null, found, `at most ${MOST_IMPORTED} in one table`)] };
  }
  const readings = body.map((row) => readPerson(row, columns));
  return {
    people: readings.flatMap(({ person }) => person ?? []),
    problems: [
      ...readings.flatMap((reading) => reading.problems),
      ...twice(readings.flatMap(({ person }) => person ?? [])),
    ],
  };
}

function headProblems(head: readonly CsvCell[], columns: readonly string[]): ImportProblem[] {
  const known: readonly string[] = PEOPLE_COLUMNS;
  const expected = `each of ${PEOPLE_COLUMNS.join(', ')} at most once, and no other`;
  return [
    ...head.flatMap(({ text, line }, at) =>
      known.includes(columns[at] ?? '') && columns.indexOf(columns[at] ?? '') === at
        ? []
        : [problem(line, null, `the column ${JSON.stringify(text.slice(0, 100))}`, expected)],
    ),
    ...['name', 'username'].flatMap((name) =>
      columns.includes(name) ? [] : [problem(1, name, 'no such column', `the column ${name}`)],
    ),
  ];
}

function readPerson(row: readonly CsvCell[], columns: readonly string[]) {
  const line = row[0]?.line ?? 0;
  const problems: ImportProblem[] = [];
  if (row.length > columns.length) {
    problems.push(problem(line, null, `${row.length} values`, `${columns.length}, as many as there are columns`));
  }
  const cell = (column: PeopleColumn) => row[columns.indexOf(column)];
  const read = (column: PeopleColumn, schema: z.ZodType<string>, otherwise: string | null): string | null => {
    const text = cell(column)?.text ?? '';
    if (text === '' && otherwise !== null) return otherwise;
    const parsed = schema.safeParse(text);
    if (parsed.success) return parsed.data;
    const expected = parsed.error.issues[0]?.message ?? 'something else';
    problems.push(problem(cell(column)?.line ?? line, column, JSON.stringify(text.slice(0, 100)), expected));
    return null;
  };
  const name = read('name', lineSchema(200), null);
  const username = read('username', lineSchema(200), null);
  const timeZone = read('time_zone', timeZoneSchema, 'UTC');
  const contactMethods = CONTACT_CHANNELS.flatMap((channel) => {
    const address = read(channel, contactAddressSchema(channel), '');
    return address === null || address === '' ? [] : [{ channel, address }];
  });
  if (name === null || username === null || timeZone === null || problems.length > 0) return { person: null, problems };
  return { person: { line, name, username, timeZone, teams: teamsOf(cell('teams')), contactMethods }, problems };
}

function teamsOf(cell: CsvCell | undefined): readonly CsvCell[] {
  if (!cell) return [];
  const names = cell.text.split('|').map((name) => name.trim());
  return names.filter((name) => name !== '').map((text) => ({ ...cell, text }));
}

function twice(people: readonly ImportedPerson[]): readonly ImportProblem[] {
  const lines = new Map<string, number>();
  return people.flatMap(({ username, line }) => {
    const before = lines.get(username.toLowerCase());
    lines.set(username.toLowerCase(), before ?? line);
    if (before === undefined) return [];
    return [problem(line, 'username', JSON.stringify(username), `a user name that line ${before} does not have`)];
  });
}

function problem(line: number, column: string | null, found: string, expected: string): ImportProblem {
  return { line, column, found, expected };
}
