// The formatter of the language on screen and of the business's calendar.
import { computed, type ComputedRef, ref } from 'vue'
import { useI18n } from 'vue-i18n'

import { createFormat, type Format } from '@/lib/format'
import type { LocaleCode } from '@/lib/preferences'

const businessTimeZone = ref('UTC')

/** From now on instants are shown on the clock of `timeZone` (an IANA name, as the API gives it). */
export function keepBusinessTimeZone(timeZone: string): void {
  businessTimeZone.value = timeZone
}

/** A formatter that follows the language and the business time zone. */
export function useFormat(): ComputedRef<Format> {
  const { locale } = useI18n()
  return computed(() => createFormat(locale.value as LocaleCode, businessTimeZone.value))
}
