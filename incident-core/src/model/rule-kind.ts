import { z } from 'zod';

/** What can be watched of a service, each by one of Kibana's rule types for APM. */
export const RULE_KINDS = ['latency', 'failed_transaction_rate', 'error_count', 'anomaly'] as const;
export const ruleKindSchema = z.enum(RULE_KINDS);
export type RuleKind = z.infer<typeof ruleKindSchema>;

/** Kibana's name for services that report no environment. Our own word for it is null; files write this. */
export const ENVIRONMENT_NOT_DEFINED = 'ENVIRONMENT_NOT_DEFINED';

/** The environment as files and Kibana write it. */
export function toEnvironmentName(environment: string | null): string {
  return environment ?? ENVIRONMENT_NOT_DEFINED;
}

/** The environment that files and Kibana mean; null where there is none. */
export function toEnvironment(name: string): string | null {
  return name === ENVIRONMENT_NOT_DEFINED ? null : name;
}
