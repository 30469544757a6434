// The names of segments by code: several features show them, one of them owns them.
import { useQuery } from '@pinia/colada'
import { computed } from 'vue'
import { useI18n } from 'vue-i18n'

import { get } from '@/api/client'
import { useSession } from '@/api/session'
import { localText } from '@/lib/localText'

const LIMIT = 200

/** A segment's name in the language on screen; its code where the name is not known. */
export function useSegmentNames() {
  const session = useSession()
  const { locale } = useI18n()
  const query = useQuery({
    key: ['segment-names'],
    enabled: () => session.may('segments.read'),
    query: ({ signal }) => get('/v1/segments', { query: { limit: LIMIT }, signal }),
  })
  const names = computed(() => new Map((query.data.value?.items ?? []).map((segment) => [segment.code, localText(segment.name, locale.value)])))
  return { nameOf: (code: string): string => names.value.get(code) ?? code }
}
