import { ApiTokenRepository } from '../access/api-token.repository.ts';
import { ApiTokenService } from '../access/api-token.service.ts';
import { ApiTokens } from '../access/api-tokens.ts';
import { auditTrailOn } from '../access/audit-trail.fixture.ts';
import { RoleRepository } from '../access/role.repository.ts';
import type { Clock } from '../platform/clock.ts';
import { readConfig } from '../platform/config.ts';
import type { Database } from '../platform/database.ts';
import { Random } from '../platform/random.ts';
import { SecretBox } from '../platform/secret-box.ts';
import { noSharedCache } from '../platform/shared-cache.fixture.ts';
import { ContactMethodRepository } from './contact-method.repository.ts';
import { ContactMethodService } from './contact-method.service.ts';
import { ContactVerificationRepository } from './contact-verification.repository.ts';
import { ContactVerifications } from './contact-verifications.ts';
import { DirectoryRepository } from './directory.repository.ts';
import { DirectoryService } from './directory.service.ts';
import { CalendarService } from './calendar.service.ts';
import { MappingRows } from './mapping-rows.ts';
import { MappingStore } from './mapping-store.ts';
import { OnCallService } from './on-call.service.ts';
import { OnCall } from './on-call.ts';
import { OverrideRepository } from './override.repository.ts';
import { OverrideService } from './override.service.ts';
import { PreferencesRepository } from './preferences.repository.ts';
import { PreferencesService } from './preferences.service.ts';
import { PreferredReaches } from './preferred-reach.ts';
import { RoutingRuleRepository } from './routing-rule.repository.ts';
import { RoutingRuleService } from './routing-rule.service.ts';
import { ScheduleRepository } from './schedule.repository.ts';
import { ScheduleService } from './schedule.service.ts';
import { SlackChannelRepository } from './slack-channel.repository.ts';
import { SlackChannelService } from './slack-channel.service.ts';
import { TargetDeletion } from './target-deletion.ts';
import { TeamMappingConfig } from './team-mapping-config.ts';
import { TeamMappingRepository } from './team-mapping.repository.ts';
import { TeamMappingService } from './team-mapping.service.ts';
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
    NODE_ENV: 'test',
    DATABASE_URL: 'postgres://localhost',
    SECRETS_KEY: Buffer.alloc(32, 7).toString('base64'),
  });
  const box = new SecretBox(config);
  const random = new Random(clock);
  const userRows = new UserRepository();
  const contactMethodRows = new ContactMethodRepository();
  const webhookRows = new WebhookRepository();
  const slackRows = new SlackChannelRepository();
  const directoryRows = new DirectoryRepository();
  const tokenRows = new ApiTokenRepository();
  const trail = auditTrailOn(database, clock);
  const callers = new ApiTokens(database, tokenRows, new RoleRepository(), clock, noSharedCache());
  const tokens = new ApiTokenService(database, tokenRows, callers, trail, clock, random);
  const scheduleRows = new ScheduleRepository();
  const overrideRows = new OverrideRepository();
  const preferenceRows = new PreferencesRepository();
  const onCall = new OnCall(scheduleRows, overrideRows);
  const directory = new DirectoryService(
    directoryRows,
    webhookRows,
    box,
    onCall,
    new PreferredReaches(preferenceRows, onCall),
    noSharedCache(),
  );
  const schedules = new ScheduleService(database, scheduleRows, directory, trail, clock, random);
  const users = new UserService(database, userRows, contactMethodRows, trail, clock, random);
  const webhooks = new WebhookService(database, webhookRows, box, trail, clock, random);
  const codes = new ContactVerificationRepository();
  const verifications = new ContactVerifications(codes, contactMethodRows, trail, box, clock, random, database);
  const ruleRows = new RoutingRuleRepository();
  const mappings = new MappingStore(new TeamMappingRepository(), new MappingRows(ruleRows, clock, random), directory);
  return {
    clock,
    trail,
    callers,
    tokens,
    directory,
    users,
    webhooks,
    slackChannels: new SlackChannelService(database, slackRows, trail, clock, random),
    teams: new TeamService(database, new TeamRepository(), directory, trail, clock, random),
    contactMethods: new ContactMethodService(contactMethodRows, userRows, verifications, trail, clock, random),
    preferences: new PreferencesService(database, preferenceRows, userRows, contactMethodRows, trail, clock),
    rules: new RoutingRuleService(database, ruleRows, trail, clock, random),
    mappings: new TeamMappingService(database, mappings, trail, clock, random),
    mappingConfig: new TeamMappingConfig(mappings, directory, clock, random),
    schedules,
    overrides: new OverrideService(database, scheduleRows, overrideRows, trail, clock, random),
    onCall: new OnCallService(database, schedules, scheduleRows, onCall, directory, clock),
    calendars: new CalendarService(database, schedules, scheduleRows, onCall, directory, clock),
    deletion: new TargetDeletion(directoryRows, userRows, webhookRows, slackRows, tokens, callers, trail, clock),
    /** Makes a responder who is called and logs in by this name. */
    user: async (name: string) => (await users.create({ name, username: name })).id,
    webhook: async (name: string) => (await webhooks.create({ name, url: 'https://example.com/in' })).id,
  };
}
