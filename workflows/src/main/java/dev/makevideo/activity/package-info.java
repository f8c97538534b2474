@NullMarked
package dev.makevideo.activity;

import org.jspecify.annotations.NullMarked;
