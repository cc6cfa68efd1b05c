import type { Clock } from '../platform/clock.ts';
import { readConfig } from '../platform/config.ts';
import type { Database } from '../platform/database.ts';
import { SecretBox } from '../platform/secret-box.ts';
import { noSharedCache } from '../platform/shared-cache.fixture.ts';
import { AuditKeyRepository } from './audit-key.repository.ts';
import { AuditSeals } from './audit-seals.ts';
import { AuditSnapshotRepository } from './audit-snapshot.repository.ts';
import { AuditTrailRepository } from './audit-trail.repository.ts';
import { AuditTrail } from './audit-trail.ts';
import { CurrentActor } from './current-actor.ts';

/** An audit trail on a database, sealed with a key of these bytes; outside of calls the system acts. */
export function auditTrailOn(database: Database, clock: Clock, key = 7): AuditTrail {
  const [entries, pictures] = [new AuditTrailRepository(database), new AuditSnapshotRepository()];
  return new AuditTrail(entries, auditSealsOf(key), clock, database, noSharedCache(), pictures, new CurrentActor());
}

/** What seals it, with a key of these bytes. */
export function auditSealsOf(key: number): AuditSeals {
  const SECRETS_KEY = Buffer.alloc(32, key).toString('base64');
  const box = new SecretBox(readConfig({ NODE_ENV: 'test', DATABASE_URL: 'postgres://localhost', SECRETS_KEY }));
  return new AuditSeals(box, new AuditKeyRepository());
}
