// What the steps of a campaign may choose from. Not here: reading it (api/references.ts).
import type { FactGroup } from '@/ui/condition/facts'
import type { Choice } from '@/ui/form/SelectField.vue'

export interface Choices {
  segments: readonly (Choice & { size: number | null })[]
  templates: readonly { code: string; channel: string }[]
  pools: readonly Choice[]
  programs: readonly Choice[]
  eventTypes: readonly { value: string; label: string }[]
  factsFor: (eventType: string | null) => readonly FactGroup[]
  /** How many minor units make one of the currency. */
  currencyCode: string
}
