import { Module } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { OpenApiModule } from '../platform/openapi.module.ts';
import { ApiTokenController } from './api-token.controller.ts';
import { ApiTokenGuard } from './api-token.guard.ts';
import { ApiTokenRepository } from './api-token.repository.ts';
import { ApiTokenService } from './api-token.service.ts';
import { ApiTokens } from './api-tokens.ts';
import { FirstAdmin } from './first-admin.ts';
import { SourceController } from './source.controller.ts';
import { SourceRepository } from './source.repository.ts';
import { SourceService } from './source.service.ts';
import { SourceTokenRepository } from './source-token.repository.ts';
import { SourceTokens } from './source-tokens.ts';

/** Who may call, and what: every route of the application asks for an API token, but for those marked as public. */
@Module({
  imports: [OpenApiModule],
  controllers: [SourceController, ApiTokenController],
  providers: [
    { provide: APP_GUARD, useClass: ApiTokenGuard },
    ApiTokenRepository,
    ApiTokens,
    ApiTokenService,
    FirstAdmin,
    SourceRepository,
    SourceTokenRepository,
    SourceTokens,
    SourceService,
  ],
  exports: [SourceTokens, ApiTokens, ApiTokenService],
})
export class AccessModule {}
