package dev.makevideo.standalone.demo;

import dev.makevideo.standalone.demo.ClipRecipe.Encoder;
import java.util.List;

/**
 * The sample clips: fractals, automata, waves and gradients in several sizes, shapes, frame rates
 * and codecs. Small sources are scaled up, which costs a fraction of drawing them large. Two have
 * text burned in, both early, so that the first batch meets them.
 */
final class ClipGallery {
  /** Belongs to the cached files: another number makes them again. */
  static final String VERSION = "2";

  private static final String SEAHORSE_VALLEY =
      "start_x=-0.743643887037158704752191506114774:start_y=-0.131825904205311970493132056385139";

  private ClipGallery() {}

  static List<ClipRecipe> clips() {
    return List.of(
        ClipRecipe.of(
            "clip-01.mp4",
            Encoder.H264,
            "gradients=s=360x640:r=30:n=6:x0=0:y0=0:x1=360:y1=640:speed=0.02"
                + ":c0=0x0b1d51:c1=0x725ac1:c2=0xca3c66:c3=0xfab95b:c4=0x1a508b:c5=0x0d335d",
            "scale=720:1280"),
        ClipRecipe.of(
            "clip-02.mp4",
            Encoder.H264,
            "mandelbrot=s=270x480:r=25:maxiter=300:start_scale=1.2:end_scale=0.01:end_pts=150:"
                + SEAHORSE_VALLEY,
            "gblur=1,scale=720:1280"),
        ClipRecipe.of(
                "clip-03.mp4",
                Encoder.H264,
                "gradients=s=360x640:r=30:n=3:x0=0:y0=0:x1=360:y1=640:speed=0.02"
                    + ":c0=0x22223b:c1=0x4a4e69:c2=0x9a8c98",
                "scale=720:1280")
            .withCaption("SUBSCRIBE NOW\\Nfor more videos"),
        ClipRecipe.of(
            "clip-04.mp4",
            Encoder.H264,
            "sierpinski=s=640x360:r=30:seed=3",
            "gblur=5,format=yuv444p,pseudocolor=preset=magma,scale=1280:720"),
        ClipRecipe.of(
            "clip-05.mp4",
            Encoder.H264,
            "cellauto=s=135x240:r=25:rule=110:seed=9",
            "scale=270:480:flags=bilinear,gblur=5,format=yuv444p,pseudocolor=preset=inferno,scale=540:960"),
        ClipRecipe.of(
            "clip-06.webm",
            Encoder.VP8,
            "nullsrc=s=54x96:r=24,geq=lum='128+60*sin(X/5+T*2)+60*sin((Y+T*11)/6.5)'"
                + ":cb='128+70*sin((X+Y)/15+T)':cr='128+70*cos(Y/11-T*1.3)'",
            "scale=360:640:flags=bicubic"),
        ClipRecipe.of(
            "clip-07.webm",
            Encoder.VP9,
            "gradients=s=360x640:r=30:n=5:x0=0:y0=640:x1=360:y1=0:speed=0.03"
                + ":c0=0x03045e:c1=0x0077b6:c2=0x90e0ef:c3=0xff9f1c:c4=0x9d4edd",
            "null"),
        ClipRecipe.of(
                "clip-08.mp4",
                Encoder.H264,
                "nullsrc=s=96x54:r=24,geq=lum='90+50*sin(X/9+T)':cb='140+40*sin(Y/9+T)':cr='110'",
                "scale=1280:720:flags=bicubic")
            .withCaption("BREAKING NEWS\\NTONIGHT AT NINE"),
        ClipRecipe.of(
            "clip-09.mp4",
            Encoder.H264,
            "mandelbrot=s=320x180:r=30:maxiter=300:outer=normalized_iteration_count"
                + ":start_scale=0.1:end_scale=0.002:end_pts=150:"
                + SEAHORSE_VALLEY,
            "gblur=1,hue=H=2*PI*t/8,scale=1280:720"),
        ClipRecipe.of(
            "clip-10.mp4",
            Encoder.MPEG4,
            "life=s=48x48:r=12:mold=30:ratio=0.3:seed=8"
                + ":life_color=0xffd166:death_color=0x073b4c:mold_color=0xef476f",
            "scale=240:240:flags=neighbor,gblur=2,scale=720:720"),
        ClipRecipe.of(
            "clip-11.mp4",
            Encoder.H264,
            "nullsrc=s=96x54:r=25,format=gbrp,geq=r='128+120*sin(hypot(X-48,Y-27)/5-T*3)'"
                + ":g='90+80*sin(hypot(X-30-20*sin(T),Y-27)/7)':b='160+90*cos(X/12+T)'",
            "scale=1280:720:flags=bicubic"),
        ClipRecipe.of(
                "clip-12.mp4",
                Encoder.H264,
                "gradients=s=270x480:r=60:n=3:x0=0:y0=0:x1=270:y1=480:speed=0.05"
                    + ":c0=0x001219:c1=0xee9b00:c2=0x94d2bd",
                "scale=1080:1920")
            .lasting(3),
        ClipRecipe.of(
            "clip-13.mp4",
            Encoder.H264,
            "cellauto=s=90x160:r=24:rule=30:seed=2",
            "scale=180:320:flags=bilinear,gblur=4,format=yuv444p,pseudocolor=preset=viridis,scale=720:1280"),
        ClipRecipe.of(
                "clip-14.mp4",
                Encoder.H264,
                "life=s=90x160:r=24:mold=12:ratio=0.25:seed=5"
                    + ":life_color=0x7fffd4:death_color=0x10204a:mold_color=0x2a5298",
                "scale=360:640,gblur=4,scale=720:1280")
            .lasting(5));
  }
}
