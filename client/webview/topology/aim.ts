import { setAttributes } from '../dom/elements';
import type { Store } from '../state/store';
import type { Camera, ViewState } from '../state/view-state';
import type { Size } from './arrangement';
import { createBeyondEdges } from './beyond-edges';
import { fitCamera, readableCamera, revealing, viewBoxOf, viewOf, type Extent } from './camera';
import type { CameraHolder } from './topology-pointer';
import type { Shown } from './topology-selection';
import { struckBoxes, whatMatters } from './what-matters';

const MARGIN = { side: 16, top: 14, bottom: 8 } as const;
const NOTHING: Extent = { x: 0, y: 0, width: 1, height: 1 };
/** The room that is reckoned with while the topology is hidden. */
const USUAL_ROOM: Size = { width: 760, height: 300 };

/** What of the topology is looked at, and how large. */
export interface Aim {
  readonly holder: CameraHolder;
  /** Buttons at the edges beyond which there is more. */
  readonly edges: HTMLElement;
  /** What there is for the boxes. */
  room(): Size;
  resize(size: Size): void;
  aim(): void;
  /** For a drawing that is new. */
  aimAtWhatMatters(): void;
  /** Where a fault strikes out of sight, a drawing that the reader has not moved goes there. */
  follow(): void;
  /** All of it or, when that is seen already, what can be read of it. */
  showAll(): void;
  fit(box: Extent): void;
  reveal(box: Extent | null): void;
  /** Reveals what was chosen, and keeps it in view when the inspector that opens with it takes room. */
  choose(box: Extent | null): void;
}

export function createAim(surface: SVGSVGElement, store: Store<ViewState>, shown: () => Shown | null): Aim {
  // Asking the page for a size while it changes would make it lay itself out then and there, so it is kept.
  let size: Size = { width: 0, height: 0 };
  /** What the drawing is aimed at as long as the reader has not moved it. */
  let aimedAt: Extent | null = null;
  let chosen: Extent | null = null;
  /** Whether there is more than is seen. */
  let isPart = false;
  const whole = (): Extent => withMargin(shown()?.scene.extent ?? NOTHING);
  const camera = (): Camera => store.state.camera ?? readableCamera(whole(), size.width, size.height, aimedAt);
  const holder: CameraHolder = {
    current: camera,
    change: (next) => {
      chosen = null;
      store.change({ camera: next });
    },
  };
  const edges = createBeyondEdges(holder, () => size);
  const aim = (): void => {
    const { width, height } = size;
    if (width > 0 && height > 0) {
      const now = camera();
      setAttributes(surface, { viewBox: viewBoxOf(now, width, height) });
      if (store.state.camera === null) {
        shown()?.scene.keepWithin(viewOf(now, width, height));
      }
      isPart = edges.show(viewOf(now, width, height), whole());
    }
  };
  const reveal = (box: Extent | null): void => {
    const { width, height } = size;
    if (box !== null && width > 0 && height > 0) {
      const now = camera();
      const next = revealing(now, width, height, withMargin(box));
      if (next !== now) {
        store.change({ camera: next });
      }
    }
  };
  return {
    holder,
    edges: edges.element,
    aim,
    reveal,
    room: () =>
      size.width > 0 && size.height > 0
        ? { width: size.width - 2 * MARGIN.side, height: size.height - MARGIN.top - MARGIN.bottom }
        : USUAL_ROOM,
    resize: (next) => {
      size = next;
      aim();
      reveal(chosen);
    },
    aimAtWhatMatters: () => {
      const now = shown();
      aimedAt = now === null ? null : whatMatters(now, store.state);
      aim();
    },
    follow: () => {
      const now = shown();
      if (now === null || !isPart || store.state.camera !== null) {
        return;
      }
      const struck = struckBoxes(now, store.state);
      if (struck !== null && !touch(struck, viewOf(camera(), size.width, size.height))) {
        aimedAt = struck;
        aim();
      }
    },
    showAll: () => {
      const all = fitCamera(whole(), size.width, size.height);
      const isShown = JSON.stringify(all) === JSON.stringify(camera());
      holder.change(isShown ? null : all);
    },
    fit: (box) => {
      store.change({ camera: fitCamera(withMargin(box), size.width, size.height) });
    },
    choose: (box) => {
      chosen = box;
      reveal(box);
    },
  };
}

function touch(one: Extent, other: Extent): boolean {
  return (
    one.x < other.x + other.width &&
    other.x < one.x + one.width &&
    one.y < other.y + other.height &&
    other.y < one.y + one.height
  );
}

function withMargin({ x, y, width, height }: Extent): Extent {
  return {
    ...{ x: x - MARGIN.side, y: y - MARGIN.top },
    ...{ width: width + 2 * MARGIN.side, height: height + MARGIN.top + MARGIN.bottom },
  };
}
