// The business's calendar and program: which day it is, in which zone and currency, on which tiers. Read once, used everywhere.
import { defineQueryOptions, useQuery } from '@pinia/colada'
import { computed, watchEffect } from 'vue'

import { type Answer, get } from '@/api/client'
import { useSession } from '@/api/session'
import { keepBusinessTimeZone } from '@/lib/useFormat'

export type Program = Answer<'/v1/program'>

const programQuery = defineQueryOptions({
  key: ['program'],
  query: ({ signal }) => get('/v1/program', { signal }),
})

/** The program in force; null while it is read, or when the key may not read it. */
export function useBusiness() {
  const session = useSession()
  const query = useQuery(() => ({ ...programQuery, enabled: session.may('programs.read') }))
  const program = computed<Program | null>(() => query.data.value ?? null)
  const businessOn = computed<string | null>(() => program.value?.business_on ?? null)
  watchEffect(() => {
    if (program.value) keepBusinessTimeZone(program.value.timezone)
  })
  return { program, businessOn }
}
