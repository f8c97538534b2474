package dev.makevideo.workflows.conversation;

import dev.makevideo.workflows.job.Field;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The words that are known, in English and Portuguese, without accents. A line is a meaning and
 * what is said for it: a kind; {@code FIELD} with a field; or a field with a value, whose words
 * count where the field was named or asked for ({@code ~}), also alone (no mark), or always ({@code
 * !}). A phrase may stand in several lines. Stateless.
 */
final class Vocabulary {
  /** The longest phrase, in words. */
  static final int LONGEST = 5;

  private static final String KINDS =
      """
      YES: yes, y, yeah, yep, sure, ok, okay, of course, correct, fine, sounds good, sim, s, claro, isso, certo, pode ser, com certeza, beleza, true
      NO: no, n, nope, nah, none, without, not, nao, sem, nenhum, nenhuma, false, don't, dont, do not
      SKIP: skip, skip it, pass, next, default, the default, whatever, any, anything, you choose, you decide, i don't care, i dont care, doesn't matter, no preference, no idea, i don't know, pular, pule, pula, proxima, padrao, o padrao, tanto faz, qualquer, qualquer um, qualquer uma, voce escolhe, voce decide, sem preferencia, nao importa, nao sei
      LATER: later, not yet, to be recorded, record it later, i'll record, i will record, i'll record it, i will record it, will record it, i'll record it later, i will record it later, ainda nao, depois, mais tarde, vou gravar, vou gravar depois, vou gravar mais tarde, a gravar, gravo depois
      START: start, go, go ahead, make it, make the video, create it, let's go, start now, comecar, comece, inicie, iniciar, pode comecar, pode fazer, faca o video, gerar, vamos la
      HELP: help, options, what can i say, ajuda, opcoes, o que posso dizer
      SHOW: status, summary, show brief, show me the brief, what is missing, what's missing, resumo, o que falta, mostre o resumo
      CHANGE: change, set, switch, put, mude, muda, mudar, troque, troca, trocar, coloque, altere, alterar, defina
      CLEAR: remove, delete, clear, drop, forget, remova, apague, tire, esqueca
      ABOUT: about, video of, video on, sobre, acerca de, video de, video do, video da
      LINK: to, is, =, :, as, para, pra, be, seja
      FILLER: the, a, an, please, i, i'd, want, would, like, it, in, with, and, or, of, for, my, me, make, use, using, should, can, you, that, this, then, also, just, only, at, most, up, we, but, wait, actually, instead, has, have, one, long, video, thanks, thank, do, if, all, from, let, let's, so, clips of
      FILLER: o, os, um, uma, por, favor, quero, queria, gostaria, de, do, da, dos, das, em, na, com, e, que, ser, meu, minha, fazer, faca, usa, usar, usando, entao, tambem, apenas, somente, maximo, ate, mas, espera, melhor, obrigado, obrigada, tem, tenho, seja, se, ao, inves
      END: ;, ., !, ?, \\n, ","
      """;

  private static final String FIELDS =
      """
      ASPECT_RATIO: ratio, aspect, aspect ratio, aspect_ratio, format, shape, formato, proporcao
      SUBTITLES: subtitles, subtitle, captions, caption, style, subtitle style, caption style, subtitle_style, legendas, legenda, estilo, estilo das legendas, estilo da legenda
      LANGUAGE: language, the language of the narration, idioma, lingua, idioma da narracao
      QUALITY: quality, qualidade
      SOURCES: sources, source, clips from, footage from, videos from, fontes, fonte, clipes de, clipes do, clipes da, imagens de, imagens do, imagens da
      SHARE_ALIKE: share_alike, licence, license, licences, licenses, licenca, licencas
      MAX_SHORTS: max_shorts, clips, shorts, clipes
      CROP_POSITION: crop, crop position, crop_position, corte, recorte, enquadramento
      CHECK_TEXT: check_text, ocr, text check
      KEEP_SCRIPT: keep_script
      PRIORITY: priority, prioridade
      APPROVE: approval, approval before rendering, aprovacao
      QUERY: query, topic, subject, theme, phrase, phrases, search phrase, search phrases, tema, assunto, topico, busca, frase, frases
      SCRIPT: script, roteiro
      SHOTS: shots, shot list, shotlist, planos, lista de planos, cenas, lista de cenas
      AUDIO: narration, audio, voice, voiceover, voice-over, narracao, voz, locucao, gravacao
      CLIPS_FOLDER: clips_folder, folder, pasta
      CLIPS_URLS: clips_urls, urls, list of urls, lista de urls
      """;

  private static final String VALUES =
      """
      ASPECT_RATIO 9:16: vertical, portrait, upright, ~tall, retrato, tiktok, reels, stories, em pe
      ASPECT_RATIO 16:9: horizontal, landscape, ~wide, widescreen, paisagem, deitado
      ASPECT_RATIO 1:1: square, quadrado, quadrada
      CROP_POSITION center: ~center, ~centre, ~middle, ~centro, ~meio
      CROP_POSITION top: ~top, ~topo, ~cima
      CROP_POSITION bottom: ~bottom, ~baixo, ~embaixo
      CROP_POSITION left: ~left, ~esquerda
      CROP_POSITION right: ~right, ~direita
      SUBTITLES bold: bold, negrito
      SUBTITLES headline: headline, ~headlines, ~manchete
      SUBTITLES plain: plain, ~simple, simples
      SUBTITLES files: ~files, ~only files, ~files only, !subtitle files, ~arquivos, ~so arquivos, ~srt
      SUBTITLES none: ~none, ~nenhuma, ~off
      CHECK_TEXT true: !no burned-in text, !without burned-in text, !no text in the clips, !no text in clips, !reject clips with text, !check for text, !sem texto nos clipes, !sem texto queimado
      CHECK_TEXT false: !no ocr, !without ocr, !sem ocr, !keep clips with text, !allow text, !allow clips with text, !allow burned-in text, !permitir texto, !permita texto, !aceite clipes com texto, !pode ter texto
      QUALITY standard: standard, ~full, ~full quality, ~high, ~best, ~final, ~normal, ~padrao, ~alta, !full quality, !high quality, !alta qualidade
      QUALITY draft: draft, rascunho, ~preview, ~low, ~baixa
      KEEP_SCRIPT true: !keep the whole script, !show the whole script, !keep all of the script, !show all of the script, !mostre todo o roteiro, !mostrar todo o roteiro, !roteiro inteiro
      APPROVE clips: !approve the clips, !approve clips, !aprovar os clipes
      APPROVE captions: !approve the captions, !approve captions, !aprovar as legendas
      APPROVE both: !approve clips and captions, !approve both, !aprovar clipes e legendas
      APPROVE none: !approve nothing, !without approval, !sem aprovacao
      PRIORITY high: !high priority, !urgent, !urgente, !prioridade alta, !alta prioridade
      PRIORITY low: !low priority, !no hurry, !when there is time, !sem pressa, !prioridade baixa, !baixa prioridade
      PRIORITY normal: !normal priority, !prioridade normal
      SOURCES commons: commons, wikimedia, wikimedia commons
      SOURCES pexels: pexels
      SOURCES pixabay: pixabay
      SOURCES archive: ~archive, internet archive, archive . org
      SOURCES nasa: nasa
      SOURCES yt-dlp: yt-dlp, ~youtube
      SOURCES services: ~services, ~servicos
      SOURCES command: ~command, ~comando
      SOURCES folder: ~folder, ~my folder, ~pasta
      SOURCES urls: ~urls
      SHARE_ALIKE true: !share-alike, !share alike, !sharealike, !by-sa, !cc by-sa, !cc-by-sa, !compartilha igual, !compartilhaigual
      LANGUAGE en: english, ingles, ~en
      LANGUAGE pt: portuguese, portugues, ~pt
      LANGUAGE pt-BR: brazilian portuguese, brazilian, portugues brasileiro, portugues do brasil, pt-br
      LANGUAGE pt-PT: european portuguese, portugues de portugal, portugues europeu, pt-pt
      LANGUAGE es: spanish, espanhol, castelhano, ~es
      LANGUAGE fr: french, frances, ~fr
      LANGUAGE de: german, alemao, ~de
      LANGUAGE it: italian, italiano, ~it
      LANGUAGE nl: dutch, holandes, neerlandes, ~nl
      LANGUAGE ja: japanese, japones, ~ja
      LANGUAGE zh: chinese, mandarin, chines, mandarim, ~zh
      LANGUAGE ko: korean, coreano, ~ko
      LANGUAGE ru: russian, russo, ~ru
      LANGUAGE uk: ukrainian, ucraniano, ~uk
      LANGUAGE ar: arabic, arabe, ~ar
      LANGUAGE hi: hindi, ~hi
      LANGUAGE pl: polish, polones, ~pl
      LANGUAGE tr: turkish, turco, ~tr
      LANGUAGE sv: swedish, sueco, ~sv
      LANGUAGE da: danish, dinamarques, ~da
      LANGUAGE fi: finnish, finlandes, ~fi
      LANGUAGE el: greek, grego, ~el
      LANGUAGE he: hebrew, hebraico, ~he
      LANGUAGE cs: czech, tcheco, ~cs
      LANGUAGE ro: romanian, romeno, ~ro
      LANGUAGE hu: hungarian, hungaro, ~hu
      LANGUAGE id: indonesian, indonesio, ~id
      LANGUAGE vi: vietnamese, vietnamita, ~vi
      LANGUAGE th: thai, tailandes, ~th
      LANGUAGE en-GB: british english, en-gb
      LANGUAGE en-US: american english, en-us
      """;

  private static final Map<String, List<Meaning>> MEANINGS = read();

  private Vocabulary() {}

  /** What a phrase can mean; nothing if it is unknown. */
  static List<Meaning> of(String phrase) {
    return MEANINGS.getOrDefault(phrase, List.of());
  }

  private static Map<String, List<Meaning>> read() {
    Map<String, List<Meaning>> known = new HashMap<>();
    lines(KINDS, known, head -> Meaning.of(Meaning.Kind.valueOf(head)));
    lines(FIELDS, known, head -> Meaning.field(Field.valueOf(head)));
    for (String line : VALUES.lines().toList()) {
      int colon = line.indexOf(": ");
      String[] head = line.substring(0, colon).split(" ");
      for (String marked : line.substring(colon + 2).split(", ")) {
        Meaning.Strength strength = strength(marked);
        String phrase = strength == Meaning.Strength.ALONE ? marked : marked.substring(1);
        add(known, phrase, Meaning.value(Field.valueOf(head[0]), head[1], strength));
      }
    }
    return known;
  }

  private static Meaning.Strength strength(String marked) {
    return switch (marked.charAt(0)) {
      case '!' -> Meaning.Strength.ALWAYS;
      case '~' -> Meaning.Strength.WITH_FIELD;
      default -> Meaning.Strength.ALONE;
    };
  }

  private interface Head {
    Meaning meaning(String head);
  }

  private static void lines(String text, Map<String, List<Meaning>> known, Head head) {
    for (String line : text.lines().toList()) {
      int colon = line.indexOf(": ");
      Meaning meaning = head.meaning(line.substring(0, colon));
      Arrays.stream(line.substring(colon + 2).split(", "))
          .map(phrase -> phrase.replace("\\n", "\n").replace("\"", ""))
          .forEach(phrase -> add(known, phrase, meaning));
    }
  }

  private static void add(Map<String, List<Meaning>> known, String phrase, Meaning meaning) {
    known.computeIfAbsent(phrase, p -> new ArrayList<>()).add(meaning);
  }

  /** Every phrase with its meanings. */
  static Map<String, List<Meaning>> all() {
    return Collections.unmodifiableMap(MEANINGS);
  }
}
