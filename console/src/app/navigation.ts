// What stands in the side navigation, in its order. A feature brings its item; who may not enter does not see it.
import type { NavigationItem } from '@/lib/route'
import { navigationItem as members } from '@/features/members'
import { navigationItem as segments } from '@/features/segments'

export const navigation: readonly NavigationItem[] = [segments, members]
