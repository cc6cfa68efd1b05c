import { ApiTokenRepository } from '../access/api-token.repository.ts';
import { ApiTokenService } from '../access/api-token.service.ts';
import { ApiTokens } from '../access/api-tokens.ts';
import { RoleRepository } from '../access/role.repository.ts';
import type { Clock } from '../platform/clock.ts';
import { readConfig } from '../platform/config.ts';
import type { Database } from '../platform/database.ts';
import { Random } from '../platform/random.ts';
import { SecretBox } from '../platform/secret-box.ts';
import { ContactMethodRepository } from './contact-method.repository.ts';
import { ContactMethodService } from './contact-method.service.ts';
import { DirectoryRepository } from './directory.repository.ts';
import { DirectoryService } from './directory.service.ts';
import { RoutingRuleRepository } from './routing-rule.repository.ts';
import { RoutingRuleService } from './routing-rule.service.ts';
import { TargetDeletion } from './target-deletion.ts';
import { TeamRepository } from './team.repository.ts';
import { TeamService } from './team.service.ts';
import { UserRepository } from './user.repository.ts';
import { UserService } from './user.service.ts';
import { WebhookRepository } from './webhook.repository.ts';
import { WebhookService } from './webhook.service.ts';

export type TeamHouse = ReturnType<typeof openHouse>;

/** The services of this folder on a database, as the module would put them together. */
export function openHouse(database: Database, clock: Clock) {
  const config = readConfig({
    DATABASE_URL: 'postgres://localhost',
    SECRETS_KEY: Buffer.alloc(32, 7).toString('base64'),
  });
  const box = new SecretBox(config);
  const random = new Random(clock);
  const userRows = new UserRepository();
  const contactMethodRows = new ContactMethodRepository();
  const webhookRows = new WebhookRepository();
  const directoryRows = new DirectoryRepository();
  const tokenRows = new ApiTokenRepository();
  const callers = new ApiTokens(database, tokenRows, new RoleRepository(), clock);
  const tokens = new ApiTokenService(database, tokenRows, callers, clock, random);
  const directory = new DirectoryService(directoryRows, webhookRows, box);
  const users = new UserService(database, userRows, contactMethodRows, clock, random);
  const webhooks = new WebhookService(database, webhookRows, box, clock, random);
  return {
    clock,
    callers,
    tokens,
    directory,
    users,
    webhooks,
    teams: new TeamService(database, new TeamRepository(), directory, clock, random),
    contactMethods: new ContactMethodService(database, contactMethodRows, userRows, clock, random),
    rules: new RoutingRuleService(database, new RoutingRuleRepository(), clock, random),
    deletion: new TargetDeletion(database, directoryRows, userRows, webhookRows, tokens, callers),
    /** Makes a responder who is called and logs in by this name. */
    user: async (name: string) => (await users.create({ name, username: name })).id,
    webhook: async (name: string) => (await webhooks.create({ name, url: 'https://example.com/in' })).id,
  };
}
