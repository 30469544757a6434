// What the forms of a journey may choose from. Not here: reading it (api/references.ts).
import type { FactGroup } from '@/ui/condition/facts'
import type { Choice } from '@/ui/form/SelectField.vue'

export interface Choices {
  segments: readonly Choice[]
  lists: readonly Choice[]
  templates: readonly Choice[]
  pools: readonly Choice[]
  programs: readonly Choice[]
  eventTypes: readonly { value: string; label: string }[]
  /** The facts a condition may ask about, beside the data of this type of event. */
  factsFor: (eventType: string | null) => readonly FactGroup[]
}
