/** What a webhook's address takes: our own signed JSON, or what a Microsoft Teams workflow wants. */
export const WEBHOOK_KINDS = ['standard', 'teams'] as const;
export type WebhookKind = (typeof WEBHOOK_KINDS)[number];
