import { Inject, Injectable } from '@nestjs/common';
import { readPeople, type ImportAnswer, type ImportedPerson, type ImportProblem } from 'incident-core';
import { AuditTrail } from '../access/audit-trail.ts';
import { Clock } from '../platform/clock.ts';
import { DATABASE, isRace, type Database, type Transaction } from '../platform/database.ts';
import { Random } from '../platform/random.ts';
import { ContactMethodRepository } from './contact-method.repository.ts';
import { DirectoryRepository } from './directory.repository.ts';
import { UserRepository } from './user.repository.ts';

const TRIES = 3;

/** Makes people from a table: all of it, or nothing with every problem that it has. */
@Injectable()
export class PeopleImport {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    private readonly users: UserRepository,
    private readonly contactMethods: ContactMethodRepository,
    private readonly directory: DirectoryRepository,
    private readonly trail: AuditTrail,
    private readonly clock: Clock,
    private readonly random: Random,
  ) {}

  /** Without `apply` nothing is changed, and the answer is what applying would come to. */
  async run(text: string, apply: boolean): Promise<ImportAnswer> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await this.tryRun(text, apply);
      } catch (error) {
        // Somebody else made one of them meanwhile: known at the next try.
        if (!isRace(error) || attempt === TRIES) throw error;
      }
    }
  }

  private tryRun(text: string, apply: boolean): Promise<ImportAnswer> {
    const { people, problems } = readPeople(text);
    return this.database.transaction(async (transaction) => {
      const teams = new Map((await this.directory.teams(transaction)).map(({ id, name }) => [name.toLowerCase(), id]));
      const all = [...problems, ...people.flatMap((person) => unknownTeams(person, teams))];
      const taken = new Set(
        await this.users.takenUsernames(
          transaction,
          people.map(({ username }) => username.toLowerCase()),
        ),
      );
      const isKnown = ({ username }: ImportedPerson) => taken.has(username.toLowerCase());
      const fresh = people.filter((person) => !isKnown(person));
      const applied = apply && all.length === 0;
      if (applied) for (const person of fresh) await this.make(transaction, person, teams);
      return {
        applied,
        created: fresh.map(({ username }) => username),
        known: people.filter(isKnown).map(({ username }) => username),
        problems: [...all].sort((a, b) => a.line - b.line),
      };
    });
  }

  private async make(
    transaction: Transaction,
    { name, username, timeZone, teams: named, contactMethods }: ImportedPerson,
    teams: ReadonlyMap<string, string>,
  ): Promise<void> {
    const now = this.clock.now();
    const id = this.random.id();
    await this.trail.within(transaction, { action: 'user.imported', type: 'user', id }, async () => {
      await this.users.insert(transaction, { id, name, username, timeZone, createdAt: now, leftAt: null });
      const teamIds = named.flatMap(({ text }) => teams.get(text.toLowerCase()) ?? []);
      await this.users.setTeams(transaction, id, teamIds);
      for (const [position, { channel, address }] of contactMethods.entries()) {
        const method = { id: this.random.id(), userId: id, channel, address, position };
        await this.contactMethods.insert(transaction, { ...method, verifiedAt: null, createdAt: now });
      }
    });
  }
}

function unknownTeams({ teams: named }: ImportedPerson, teams: ReadonlyMap<string, string>): readonly ImportProblem[] {
  return named
    .filter(({ text }) => !teams.has(text.toLowerCase()))
    .map(({ text, line }) => ({
      line,
      column: 'teams',
      found: JSON.stringify(text.slice(0, 100)),
      expected: 'the name of a team',
    }));
}
