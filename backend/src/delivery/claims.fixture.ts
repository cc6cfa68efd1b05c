import { Metrics } from '../metrics/metrics.ts';
import type { Database } from '../platform/database.ts';
import { LedgerRepository } from '../timeline/ledger.repository.ts';
import { TimelineRepository } from '../timeline/timeline.repository.ts';
import { TimelineService } from '../timeline/timeline.service.ts';
import { ClaimRepository } from './claim.repository.ts';
import { Claims } from './claims.ts';

/** Claims as the application makes them, on one database. */
export function claimsOn(database: Database): Claims {
  const timeline = new TimelineService(new TimelineRepository(database), new LedgerRepository());
  return new Claims(new ClaimRepository(database), timeline, new Metrics(), database);
}
