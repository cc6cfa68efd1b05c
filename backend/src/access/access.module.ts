import { Inject, Module } from '@nestjs/common';
import { APP_GUARD, APP_INTERCEPTOR } from '@nestjs/core';
import { CONFIG, type Config } from '../platform/config.ts';
import { OpenApiModule } from '../platform/openapi.module.ts';
import { DAY_MS, Pruning } from '../platform/pruning.ts';
import { Resealing } from '../platform/resealing.ts';
import { AccessRules } from './access-rules.ts';
import { ActingUsers } from './acting-users.ts';
import { ApiTokenController } from './api-token.controller.ts';
import { ApiTokenGuard } from './api-token.guard.ts';
import { ApiTokenRepository } from './api-token.repository.ts';
import { ApiTokenService } from './api-token.service.ts';
import { ApiTokens } from './api-tokens.ts';
import { AuditKeyRepository } from './audit-key.repository.ts';
import { AuditSeals } from './audit-seals.ts';
import { AuditSnapshotRepository } from './audit-snapshot.repository.ts';
import { AuditTrailController } from './audit-trail.controller.ts';
import { AuditTrailRepository } from './audit-trail.repository.ts';
import { AuditTrail } from './audit-trail.ts';
import { Callers } from './callers.ts';
import { ConcernRepository } from './concern.repository.ts';
import { CurrentActor } from './current-actor.ts';
import { FirstAdmin } from './first-admin.ts';
import { ProviderSignatures } from './provider-signatures.ts';
import { EndingTokenRepository } from './ending-token.repository.ts';
import { EndingTokens } from './ending-tokens.ts';
import { EditLockRepository } from './edit-lock.repository.ts';
import { EditsInterceptor } from './edits.interceptor.ts';
import { IdempotencyInterceptor } from './idempotency.interceptor.ts';
import { IdempotencyRepository } from './idempotency.repository.ts';
import { RoleController } from './role.controller.ts';
import { RoleRepository } from './role.repository.ts';
import { RoleService } from './role.service.ts';
import { RouteRules } from './route-rules.ts';
import { SourceController } from './source.controller.ts';
import { SourceHealthRepository } from './source-health.repository.ts';
import { SourceHealths } from './source-health.ts';
import { SourceRepository } from './source.repository.ts';
import { SourceService } from './source.service.ts';
import { SourceTokenRepository } from './source-token.repository.ts';
import { SourceTokens } from './source-tokens.ts';
import { StatusController } from './status.controller.ts';

/** Who may call, and what: every route of the application asks for an API token and a role, but for those marked as public. */
@Module({
  imports: [OpenApiModule],
  controllers: [AuditTrailController, SourceController, ApiTokenController, RoleController, StatusController],
  providers: [
    { provide: APP_GUARD, useClass: ApiTokenGuard },
    // In this order: what is only repeated is compared with nothing.
    { provide: APP_INTERCEPTOR, useClass: IdempotencyInterceptor },
    { provide: APP_INTERCEPTOR, useClass: EditsInterceptor },
    EditLockRepository,
    IdempotencyRepository,
    AccessRules,
    ActingUsers,
    ApiTokenRepository,
    ApiTokens,
    ApiTokenService,
    AuditKeyRepository,
    AuditSeals,
    AuditSnapshotRepository,
    AuditTrail,
    AuditTrailRepository,
    Callers,
    ConcernRepository,
    CurrentActor,
    EndingTokenRepository,
    EndingTokens,
    FirstAdmin,
    ProviderSignatures,
    RoleRepository,
    RoleService,
    RouteRules,
    SourceHealthRepository,
    SourceHealths,
    SourceRepository,
    SourceTokenRepository,
    SourceTokens,
    SourceService,
  ],
  exports: [
    AccessRules,
    ActingUsers,
    ApiTokens,
    ApiTokenService,
    AuditTrail,
    Callers,
    CurrentActor,
    EndingTokens,
    ProviderSignatures,
    RoleService,
    SourceHealths,
    SourceService,
    SourceTokens,
  ],
})
export class AccessModule {
  constructor(pruning: Pruning, resealing: Resealing, trail: AuditTrail, @Inject(CONFIG) config: Config) {
    const keptMs = config.AUDIT_RETENTION_DAYS * DAY_MS;
    pruning.register({ name: 'audit_entries', keptMs, prune: (...batch) => trail.prune(...batch) });
    resealing.register({ table: 'audit_keys', column: 'sealed', isList: false, purpose: 'audit key' });
    resealing.register({ table: 'idempotency_keys', column: 'sealed_answer', isList: false });
    resealing.registerOther((transaction) => trail.reseal(transaction));
  }
}
