/** The channels whose words can be replaced. What an outgoing webhook says is a contract, and has no template. */
export const TEMPLATE_CHANNELS = ['email', 'slack', 'sms', 'voice', 'teams'] as const;
export type TemplateChannel = (typeof TEMPLATE_CHANNELS)[number];

/**
 * What a template is about. `triggered`: the first step of a first run; `escalated`: each later one; `acknowledged`:
 * somebody holds it; `handoff`: a shift begins.
 */
export const TEMPLATE_EVENTS = [
  'triggered',
  'escalated',
  'acknowledged',
  'resolved',
  'nobody_notified',
  'handoff',
] as const;
export type TemplateEvent = (typeof TEMPLATE_EVENTS)[number];

/** What one message is made of. */
export const TEMPLATE_PARTS = ['subject', 'text', 'html'] as const;
export type TemplatePart = (typeof TEMPLATE_PARTS)[number];

/** The parts that a channel has, each with its longest template in UTF-16 units. */
export const PARTS_OF_CHANNEL: Readonly<Record<TemplateChannel, Readonly<Partial<Record<TemplatePart, number>>>>> = {
  email: { subject: 500, text: 10_000, html: 50_000 },
  slack: { text: 5_000 },
  sms: { text: 2_000 },
  voice: { text: 2_000 },
  teams: { text: 10_000 },
};

/** Texts by part: templates, or what was made of them. A part that is not there is as it is built in. */
export type TemplateParts = { readonly [Part in TemplatePart]?: string };

/** What a template can name. Texts are harmless as text, but not escaped; null is nothing, and counts as false. */
export type TemplateVariables = Readonly<Record<string, string | number | null>>;
