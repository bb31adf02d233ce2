package org.hopwire.simulation;
import java.util.*;
public class Trace { public static void main(String[] a) throws Exception {
  long seed=Long.parseLong(a[0]); double from=Double.parseDouble(a[1]);
  Schedule s=Schedule.of(seed); System.out.println(s);
  if(a.length>2) { List<Event> k=new ArrayList<>(); if(!a[2].equals("-")) for(String i:a[2].split(",")) k.add(s.events().get(Integer.parseInt(i))); s=s.with(k);} 
  TRACE=from; System.out.println(Simulation.run(s).complaints());
 }
 static double TRACE=-1;
}
