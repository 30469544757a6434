// What the forms of a journey may choose from, read and named in the language on screen. Not here: its shape (components/choices.ts).
import { computed } from 'vue'
import { useI18n } from 'vue-i18n'

import { EVENT_TYPES, type MessageTemplate, useFeatureChoices, usePoolChoices, useProgramChoices, useSegmentChoices, useTemplateChoices } from '@/api/references'
import type { Choices } from '@/features/journeys/components/choices'
import { localText } from '@/lib/localText'
import { factGroups } from '@/ui/condition/facts'

/** Everything that a node, the entry and the settings of a journey may name. */
export function useJourneyChoices() {
  const { t, te, locale } = useI18n()
  const segments = useSegmentChoices()
  const templates = useTemplateChoices()
  const pools = usePoolChoices()
  const programs = useProgramChoices()
  const features = useFeatureChoices()

  function named(one: { code: string; name: Record<string, string> }) {
    return { value: one.code, label: localText(one.name, locale.value) }
  }

  function channelOf({ channel_code: code }: MessageTemplate): string {
    return te(`templates.channel.${code}`) ? t(`templates.channel.${code}`) : code
  }

  return computed<Choices>(() => ({
    segments: segments.value.map(named),
    lists: segments.value.filter((one) => one.kind === 'STATIC').map(named),
    templates: templates.value.map((one) => ({ value: one.code, label: `${one.code} · ${channelOf(one)}` })),
    pools: pools.value.map(named),
    programs: programs.value.map(named),
    eventTypes: EVENT_TYPES.map((one) => ({ value: one.name, label: one.summary })),
    factsFor: (eventType) => factGroups(features.value, locale.value, eventType, (path) => t(`condition.facts.${path.replace('.', '_')}`)),
  }))
}
