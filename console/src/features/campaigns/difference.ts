// What a campaign says, fact by fact in words, and what two of its revisions say differently. Pure. Not here: the words themselves (locales/).
import type { Definition, StepName } from '@/features/campaigns/definition'

/** How a value is said in the language on screen. */
export interface Saying {
  t: (key: string) => string
  number: (value: number) => string
  share: (value: number) => string
  days: (count: number) => string
  money: (minor: number) => string
  instant: (at: string) => string
  list: (items: readonly string[]) => string
  segment: (code: string) => string
  condition: (definition: Definition) => string
}

/** One fact; `key` names it under `campaigns.fact`, `of` says of which channel or language. */
export interface Fact {
  key: string
  of: string
  text: string
}

export interface Change {
  key: string
  of: string
  /** Null: it was not said before. */
  before: string | null
  /** Null: it is no longer said. */
  after: string | null
}

/** What is other in `after` than in `before`, in the order in which a campaign is told. */
export function changesOf(before: Definition, after: Definition, say: Saying): Change[] {
  const [old, now] = [factsOf(before, say), factsOf(after, say)]
  const named = (facts: readonly Fact[]) => new Map(facts.map((fact) => [`${fact.key}/${fact.of}`, fact]))
  const [oldByName, nowByName] = [named(old), named(now)]
  return [...new Map([...oldByName, ...nowByName]).values()]
    .map(({ key, of }) => ({ key, of, before: oldByName.get(`${key}/${of}`)?.text ?? null, after: nowByName.get(`${key}/${of}`)?.text ?? null }))
    .filter((change) => change.before !== change.after)
}

/** Everything a campaign says. What this list does not know is told as it is written, so that no change is hidden. */
export function factsOf(definition: Definition, say: Saying): Fact[] {
  const facts: Fact[] = []
  const tell = (key: string, value: string | undefined | null, of = '') => {
    if (value !== undefined && value !== null && value !== '') facts.push({ key, of, text: value })
  }
  const number = (value: number | null | undefined) => (value === undefined || value === null ? null : say.number(value))
  const money = (value: number | undefined) => (value === undefined ? null : say.money(value))
  const yes = (value: boolean | undefined) => (value ? say.t('campaigns.fact_yes') : null)
  const { name, description, owner, audience, trigger, offer, message, program_code: program, ...rest } = definition

  for (const [language, text] of Object.entries(name)) tell('name', text, language)
  for (const [language, text] of Object.entries(description ?? {})) tell('description', text, language)
  tell('owner', owner)
  tell('program', program)
  tell('audience', audience?.segments?.length ? say.list(audience.segments.map(say.segment)) : say.t('campaigns.form.everybody'))
  tell('exclude', audience?.exclude?.length ? say.list(audience.exclude.map(say.segment)) : null)
  tell('trigger', triggerWords(definition, say))
  tell('condition', trigger.condition === undefined ? null : say.condition(definition))
  tell('starts', definition.starts_at ? say.instant(definition.starts_at) : null)
  tell('ends', definition.ends_at ? say.instant(definition.ends_at) : null)

  tell('offer', say.t(offer ? `campaigns.offer.${offer.kind}` : 'campaigns.offer.none'))
  tell('offer_code', offer?.offer_code)
  tell('pool', offer?.pool)
  for (const [language, text] of Object.entries(offer?.title ?? {})) tell('offer_title', text, language)
  tell('categories', offer?.categories?.length ? say.list(offer.categories) : null)
  tell('default_offer', offer?.default_offer)
  tell('is_required', yes(offer?.is_required))
  tell('cost', money(offer?.cost_minor))
  tell('lapses', offer?.lapses_after_days === undefined ? null : say.days(offer.lapses_after_days))
  tell('budget', money(definition.budget_minor))
  tell('worth', money(definition.value_minor))
  tell('expected_share', definition.expected_share === undefined ? null : say.share(definition.expected_share))

  for (const [channel, template] of Object.entries(message?.templates ?? {})) tell('template', template, channel)
  tell('order', message?.order?.length ? say.list(message.order) : null)
  tell('own_channel', yes(message?.prefers_own_channel))
  tell('expires', number(message?.expires_after_hours))
  tell('purpose', message?.purpose)

  tell('control', say.share(definition.control_share ?? 0))
  tell('ignores_holdout', yes(definition.ignores_holdout))
  tell('again', again(definition.again_after_days, say))
  tell('members_max', number(definition.members_max))
  tell('attribution', definition.attribution_days === undefined ? null : say.days(definition.attribution_days))
  tell('features_age', number(definition.features_age_hours_max))
  tell('waits', number(definition.waits_hours_max))
  for (const [key, value] of Object.entries(rest)) if (!KNOWN.has(key)) tell('other', JSON.stringify(value), key)
  return facts
}

/** In which step of the form a fact is said; those that none names are said where the limits are. */
const SAID_IN: Readonly<Record<Exclude<StepName, 'limits' | 'review'>, readonly string[]>> = {
  audience: ['name', 'description', 'owner', 'program', 'audience', 'exclude'],
  trigger: ['trigger', 'condition', 'starts', 'ends'],
  offer: ['offer', 'offer_code', 'pool', 'offer_title', 'categories', 'default_offer', 'is_required', 'cost', 'lapses', 'budget', 'worth', 'expected_share'],
  message: ['template', 'order', 'own_channel', 'expires', 'purpose'],
}

/** The facts by the step that says them, in the order of the steps; steps that say nothing are left out. */
export function factsByStep(definition: Definition, say: Saying): { step: StepName; facts: Fact[] }[] {
  const facts = factsOf(definition, say)
  const named = (Object.keys(SAID_IN) as (keyof typeof SAID_IN)[]).map((step) => ({ step: step as StepName, facts: facts.filter(({ key }) => SAID_IN[step].includes(key)) }))
  const placed = new Set(Object.values(SAID_IN).flat())
  return [...named, { step: 'limits' as StepName, facts: facts.filter(({ key }) => !placed.has(key)) }].filter((part) => part.facts.length > 0)
}

const KNOWN = new Set([
  'starts_at',
  'ends_at',
  'budget_minor',
  'value_minor',
  'expected_share',
  'control_share',
  'ignores_holdout',
  'again_after_days',
  'members_max',
  'attribution_days',
  'features_age_hours_max',
  'waits_hours_max',
])

function triggerWords({ trigger }: Definition, say: Saying): string {
  const kind = say.t(`campaigns.trigger.${trigger.kind}`)
  switch (trigger.kind) {
    case 'SCHEDULE':
      return `${kind}: ${trigger.cron ?? ''}`
    case 'DAILY':
      return kind
    case 'EVENT':
      return `${kind}: ${trigger.event_type ?? ''}`
    case 'THRESHOLD': {
      const line = [trigger.fact ?? '', say.t(`campaigns.direction.${trigger.direction ?? 'ABOVE'}`), say.number(trigger.value ?? 0)].join(' ')
      const back = trigger.rearm_at === undefined ? '' : ` (${say.t('campaigns.form.rearm_at')} ${say.number(trigger.rearm_at)})`
      return `${line}${back}${trigger.includes_standing ? ` · ${say.t('campaigns.form.includes_standing')}` : ''}`
    }
  }
}

function again(days: number | null | undefined, say: Saying): string {
  if (days === null || days === undefined) return say.t('campaigns.again.never')
  return days === 0 ? say.t('campaigns.again.each') : `${say.t('campaigns.again.after')}: ${say.days(days)}`
}
