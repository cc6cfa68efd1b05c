import { Inject, Injectable } from '@nestjs/common';
import { DATABASE, type Database } from '../platform/database.ts';

@Injectable()
export class EditLockRepository {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  /** Keeps all who edit the same place waiting, on whichever backend, until this has come to an end. */
  during<Result>(place: string, run: () => Promise<Result>): Promise<Result> {
    return this.database.transaction(async (transaction) => {
      await transaction.raw('select pg_advisory_xact_lock(hashtextextended(?, 11))', [place]);
      return run();
    });
  }
}
