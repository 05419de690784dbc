/** A canvas that is as sharp as the screen. Sizes and drawing are in CSS pixels. */
export interface Surface {
  readonly element: HTMLCanvasElement;
  /** Fits the canvas to its box and clears it; null while it has no size. */
  begin(width: number, height: number): CanvasRenderingContext2D | null;
}

export function createSurface(element: HTMLCanvasElement): Surface {
  const context = element.getContext('2d');
  return {
    element,
    begin: (width, height) => {
      if (context === null || width < 1 || height < 1) {
        return null;
      }
      const ratio = devicePixelRatio || 1;
      const [wide, high] = [Math.round(width * ratio), Math.round(height * ratio)];
      if (element.width !== wide || element.height !== high) {
        element.width = wide;
        element.height = high;
        element.style.width = `${String(width)}px`;
        element.style.height = `${String(height)}px`;
      }
      context.setTransform(ratio, 0, 0, ratio, 0, 0);
      context.clearRect(0, 0, width, height);
      return context;
    },
  };
}
