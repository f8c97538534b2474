@NullMarked
package dev.makevideo.standalone.doctor;

import org.jspecify.annotations.NullMarked;
