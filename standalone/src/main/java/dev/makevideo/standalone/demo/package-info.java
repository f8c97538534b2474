@NullMarked
package dev.makevideo.standalone.demo;

import org.jspecify.annotations.NullMarked;
